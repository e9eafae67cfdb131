import { useOutputStream } from "@outspec/runtime/react";
import { type FormEvent, useEffect, useState } from "react";
import type { PartialPatientSummary, PatientSummary } from "../generated/index.ts";
import { Announcer } from "./announcer.tsx";
import { Notice } from "./notice.tsx";
import { PrimarySwitch } from "./primary-switch.tsx";
import { SummaryCard } from "./summary-card.tsx";
import { useFirstField } from "./use-first-field.ts";

const sample = `Seen by phone, 9:40. BP at home this morning 162/98, in September 138/86.
Ran out of amlodipine four days ago. Mild headache since yesterday, no chest pain, sees normally.
Weight 84.3 kg, three weeks ago 82.2. Ankles a little swollen in the evening.`;

/** What the server tells of a result beside the output. */
export interface Origin {
  readonly model: string;
  readonly attempts: number;
}

/** The page: notes on one side, their summary on the other. */
export function App() {
  const [notes, setNotes] = useState(sample);
  const stream = useOutputStream<PartialPatientSummary, PatientSummary, string, Origin>((text, { headers, signal }) =>
    fetch("/api/summaries", {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ notes: text }),
      signal,
    }),
  );
  const { status, start, stop } = stream;
  const isRunning = status === "connecting" || status === "streaming" || status === "reconnecting";
  const firstFieldMs = useFirstField(stream);

  const isEmpty = notes.trim() === "";

  function summarise(event?: FormEvent): void {
    event?.preventDefault();
    if (!isEmpty) start(notes);
  }

  useEffect(() => {
    function followShortcut(event: KeyboardEvent): void {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) summarise();
      if (event.key === "Escape") stop();
    }
    // Wherever the focus is, also nowhere.
    window.addEventListener("keydown", followShortcut);
    return () => window.removeEventListener("keydown", followShortcut);
  });

  return (
    <main>
      <header>
        <h1>Patient summary</h1>
        <p>Read while it is being written.</p>
      </header>
      <form onSubmit={summarise}>
        <label htmlFor="notes">Notes of the call</label>
        <textarea
          id="notes"
          rows={9}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
          aria-describedby="hint"
        />
        <p id="hint" className="hint">
          {isEmpty ? "Write some notes first." : "Ctrl+Enter summarises, Escape stops."}
        </p>
        <div className="actions">
          <button
            type="submit"
            className="primary"
            aria-disabled={isEmpty}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            {isRunning ? "Start again" : "Summarise"}
          </button>
          {/* Not `disabled`: that would take the focus away from whoever has just pressed it. */}
          <button type="button" onClick={stop} aria-disabled={!isRunning} aria-keyshortcuts="Escape">
            Stop
          </button>
        </div>
        <PrimarySwitch />
      </form>
      <section aria-labelledby="summary" aria-busy={isRunning}>
        <h2 id="summary">Summary</h2>
        <SummaryCard stream={stream} />
        <Notice stream={stream} onRetry={summarise} />
        <p className="origin">
          {firstFieldMs !== undefined && <>First field after {(firstFieldMs / 1000).toFixed(2)} s. </>}
          {stream.result !== undefined && (
            <>
              Written by {stream.result.model}
              {stream.result.attempts > 1 && `, in ${stream.result.attempts} attempts`}.
            </>
          )}
        </p>
      </section>
      <Announcer stream={stream} />
    </main>
  );
}
