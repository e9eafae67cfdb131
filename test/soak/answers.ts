import type { PatientSummary, PatientSummaryInput } from "../../generated/index.js";

/** One answer that a provider has given: which of its answers it is, and to which call. */
export interface Answer {
  readonly provider: string;
  /** Counts the answers of the provider from 0. */
  readonly serial: number;
  readonly call: number;
}

/** What a call asks, with its number. */
export function askFor(call: number): PatientSummaryInput {
  return { notes: `This is call ${call}. Blood pressure 162/98. Ran out of amlodipine four days ago.` };
}

/** The number of the call that a prompt was made for. */
export function findCall(prompt: string): number | undefined {
  const found = /This is call (\d+)\./.exec(prompt)?.[1];
  return found === undefined ? undefined : Number(found);
}

const statuses = ["Normal", "Warning", "Critical"] as const;
const remarks = [
  "Pressure above the target at both readings.",
  "Ran out of tablets four days ago, no side effects.",
  "Asks for a repeat prescription.",
  "Home readings wanted for a week 🩺 before the next visit.",
  "No headache, no chest pain; sleeps well.",
] as const;

/**
 * The whole output that an answer consists of. All of it follows from the three numbers, so that a note that is missing,
 * doubled, cut or from another answer is seen by comparing.
 */
export function outputOf({ provider, serial, call }: Answer): PatientSummary {
  const count = 1 + (serial % 6);
  const noteOf = (index: number): string =>
    `Call ${call}, answer ${serial} of ${provider}, note ${index + 1} of ${count}: ${remarks[(serial + index) % remarks.length]}`;
  return {
    vitals_status: statuses[serial % statuses.length] ?? "Normal",
    key_notes: Array.from({ length: count }, (_, index) => noteOf(index)),
    requires_visit: serial % 2 === 0,
  };
}

/** The answer that an output was written as. Throws when it is not one of a provider's, complete and unchanged. */
export function recognise(output: PatientSummary): Answer {
  const [first = ""] = output.key_notes;
  const [, call, serial, provider = ""] = /^Call (\d+), answer (\d+) of (\w+),/.exec(first) ?? [];
  const answer = { provider, serial: Number(serial), call: Number(call) };
  if (provider === "" || JSON.stringify(outputOf(answer)) !== JSON.stringify(output))
    throw new Error(`an output is no answer that was written: it starts with "${first.slice(0, 80)}"`);
  return answer;
}

/** Whether a note of a partial is another call's. It may be none at all: a model can break off a note and refuse within it. */
export function isOfAnother(notes: readonly string[] | undefined, call: number): boolean {
  return notes?.some((note) => Number(/^Call (\d+),/.exec(note)?.[1] ?? call) !== call) ?? false;
}
