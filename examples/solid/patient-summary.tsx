/** @jsxImportSource solid-js */
import { For, type JSX, Show } from "solid-js";
import type { PartialPatientSummary, PatientSummary } from "../../generated/index.ts";
import { createOutputStream } from "./create-output-stream.ts";

export function PatientSummaryView(props: { notes: string }): JSX.Element {
  const { state, start, stop } = createOutputStream<PartialPatientSummary, PatientSummary, string>(
    (body, { headers, signal }) => fetch("/summary", { method: "POST", body, headers, signal }),
  );
  return (
    <>
      <button type="button" onClick={() => start(props.notes)}>
        Summarize
      </button>
      <button type="button" onClick={stop}>
        Stop
      </button>
      <h2>{state().partial?.vitals_status}</h2>
      <ul>
        <For each={state().partial?.key_notes}>{(note) => <li>{note}</li>}</For>
      </ul>
      <Show when={state().error}>{(error) => <p>{error().message}</p>}</Show>
      <Show when={state().output}>{(output) => <p>{output().requires_visit ? "Visit today" : "No visit"}</p>}</Show>
    </>
  );
}
