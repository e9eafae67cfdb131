import type { SummaryStream } from "./stream.ts";

/** Says to a screen reader what has become certain: whole fields, never a text that is still being written. */
export function Announcer({ stream }: { readonly stream: SummaryStream }) {
  return (
    <p role="status" className="spoken">
      {sentenceOf(stream)}
    </p>
  );
}

function sentenceOf({ attempt, error, isComplete, partial, status }: SummaryStream): string {
  switch (status) {
    case "connecting":
      return "Summarising.";
    case "reconnecting":
      return "The connection was lost. Going on in a moment.";
    case "failed":
      return error?.message ?? "That failed.";
    case "stopped":
      return "Stopped.";
    case "done":
      return "The summary is complete.";
    case "streaming": {
      const notes = partial?.key_notes ?? [];
      const whole = notes.filter((_, index) => isComplete(["key_notes", index]));
      if (whole.length > 0) return `Note ${whole.length}: ${whole.at(-1)}`;
      if (attempt > 1) return "The first model broke off. Another one is writing.";
      return partial?.vitals_status === undefined ? "Summarising." : `Vital signs: ${partial.vitals_status}.`;
    }
    case "idle":
      return "";
  }
}
