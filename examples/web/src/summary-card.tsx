import { memo } from "react";
import type { PatientSummary } from "../generated/index.ts";
import type { SummaryStream } from "./stream.ts";

/** The summary as far as it is written: the badge first, then the notes one by one. */
export function SummaryCard({ stream }: { readonly stream: SummaryStream }) {
  const { attempt, isComplete, partial, status } = stream;
  const isWriting = status === "streaming" || status === "reconnecting";
  const last = (partial?.key_notes?.length ?? 0) - 1;
  if (status === "idle") return <p className="empty">The summary appears here, field by field.</p>;
  return (
    <div className="card" data-attempt={attempt}>
      {partial?.vitals_status === undefined ? <BadgePlaceholder /> : <Badge status={partial.vitals_status} />}
      <ol className="notes" aria-label="Key notes">
        {partial?.key_notes?.map((note, index) => (
          // Notes only come behind those that are there.
          // biome-ignore lint/suspicious/noArrayIndexKey: their order is what tells them apart
          <Note key={index} text={note} isOpen={isWriting && index === last && !isComplete(["key_notes", index])} />
        ))}
      </ol>
      {partial?.requires_visit !== undefined && <Visit isRequired={partial.requires_visit} />}
    </div>
  );
}

const signs: Readonly<Record<PatientSummary["vitals_status"], string>> = {
  Normal: "M5 12.5l4.2 4.2L19 7",
  Warning: "M12 5v9M12 18.2v.3",
  Critical: "M6 6l12 12M18 6L6 18",
};

const Badge = memo(function Badge({ status }: { readonly status: PatientSummary["vitals_status"] }) {
  return (
    <p className={`badge ${status.toLowerCase()}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={signs[status]} />
      </svg>
      {status}
    </p>
  );
});

function BadgePlaceholder() {
  return <p className="badge waiting" aria-hidden="true" />;
}

const Note = memo(function Note({ text, isOpen }: { readonly text: string; readonly isOpen: boolean }) {
  return <li className={isOpen ? "open" : undefined}>{text}</li>;
});

const Visit = memo(function Visit({ isRequired }: { readonly isRequired: boolean }) {
  return (
    <p className="visit">{isRequired ? "A clinician needs to see the patient today." : "No visit is needed today."}</p>
  );
});
