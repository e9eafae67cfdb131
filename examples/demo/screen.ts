import type { PartialPatientSummary } from "../../generated/index.js";

const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[0m`;
const colours: Readonly<Record<string, string>> = {
  Normal: "\u001b[32m",
  Warning: "\u001b[33m",
  Critical: "\u001b[31m",
};

/** Shows a summary while it fills in. */
export interface Screen {
  /** Says something that stays. */
  say(line: string): void;
  show(partial: PartialPatientSummary): void;
  /** Leaves what was shown standing. */
  done(): void;
}

/** On a terminal the same lines are drawn again; in a pipe each new fact is a line of its own. */
export function createScreen(out: NodeJS.WriteStream): Screen {
  return out.isTTY ? createTerminalScreen(out) : createPlainScreen(out);
}

function createTerminalScreen(out: NodeJS.WriteStream): Screen {
  let drawn = 0;
  const draw = (lines: readonly string[]): void => {
    const up = drawn > 0 ? `\u001b[${drawn}A` : "";
    out.write(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join("")}\u001b[0J`);
    drawn = lines.length;
  };
  return {
    say(line) {
      out.write(`${line}\n`);
      drawn = 0;
    },
    show(partial) {
      const width = Math.max(40, (out.columns ?? 80) - 4);
      const status = partial.vitals_status;
      draw([
        "",
        `  ${bold("vitals_status ")}  ${status === undefined ? dim("…") : `${colours[status] ?? ""}● ${status}\u001b[0m`}`,
        `  ${bold("key_notes     ")}  ${partial.key_notes === undefined ? dim("…") : ""}`,
        ...(partial.key_notes ?? []).flatMap((note) =>
          wrap(note, width - 6).map((line, index) => `    ${index === 0 ? "•" : " "} ${line}`),
        ),
        `  ${bold("requires_visit")}  ${partial.requires_visit === undefined ? dim("…") : partial.requires_visit ? "yes, today" : "no"}`,
        "",
      ]);
    },
    done() {
      drawn = 0;
    },
  };
}

function createPlainScreen(out: NodeJS.WriteStream): Screen {
  let last: PartialPatientSummary = {};
  const finishedNotes = (partial: PartialPatientSummary, finished: boolean) =>
    (partial.key_notes ?? []).slice(0, finished || partial.requires_visit !== undefined ? undefined : -1);
  const report = (partial: PartialPatientSummary, finished: boolean): void => {
    if (partial.vitals_status !== last.vitals_status) out.write(`vitals_status: ${partial.vitals_status}\n`);
    const shown = finishedNotes(last, false).length;
    for (const note of finishedNotes(partial, finished).slice(shown)) out.write(`key_notes: ${note}\n`);
    if (partial.requires_visit !== last.requires_visit) out.write(`requires_visit: ${partial.requires_visit}\n`);
    last = partial;
  };
  return {
    say: (line) => out.write(`${line}\n`),
    show: (partial) => report(partial, false),
    done: () => {},
  };
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const cut = space > 0 ? space : width;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
