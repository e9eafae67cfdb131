import type { CommentThread, PatientSummary } from "../../generated/index.js";

/** Which spec an object is of: `summary` a `PatientSummary`, `thread` a `CommentThread`. */
export type Subject = "summary" | "thread";

/**
 * The objects the server answers with, by the names that its paths use; `thread-N` is a thread of about N bytes,
 * `prose` a summary of ten long texts, 50,000 bytes in all.
 */
export type ObjectName = "summary" | "notes" | "prose" | `thread-${number}`;

/** How many characters one delta brings: about a token and a bit, which is 20 bytes here. */
export const deltaLength = 20;

/** How many characters one delta of `prose` brings. */
const chunkLength = 500;

const summary: PatientSummary = {
  vitals_status: "Warning",
  key_notes: ["Blood pressure 162/98."],
  requires_visit: true,
};

/** A summary of 500 bytes: 25 deltas. */
const notes: PatientSummary = {
  vitals_status: "Warning",
  key_notes: [
    "Blood pressure 162/98 at rest, measured twice on the left arm, ten minutes apart.",
    "Ran out of amlodipine four days ago; the pharmacy expects a delivery on Thursday.",
    "Mild headache since the morning, no visual symptoms, no chest pain, no swelling.",
    "Sleeps badly, drinks four cups of coffee a day and asks whether that has a part in it.",
    "Takes ibuprofen for the knee, up to three a day, and has done so since the fall in May.",
  ],
  requires_visit: true,
};

/** The JSON of an object. */
export function textOf(name: ObjectName): string {
  if (name === "summary") return JSON.stringify(summary);
  if (name === "notes") return JSON.stringify(notes);
  if (name === "prose") return JSON.stringify(proseOf(50_000));
  return JSON.stringify(threadOf(Number(name.slice("thread-".length))));
}

/** A text in pieces of as many characters. */
export function deltasOf(text: string, length: number = deltaLength): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

/** How many characters a delta of an object brings. */
export function deltaLengthOf(name: ObjectName): number {
  return name === "prose" ? chunkLength : deltaLength;
}

/** A summary whose JSON has exactly as many bytes: ten long notes. */
function proseOf(bytes: number): PatientSummary {
  const withNotes = (key_notes: string[]): PatientSummary => ({ ...summary, key_notes });
  const count = 10;
  const left = bytes - JSON.stringify(withNotes(Array.from({ length: count }, () => ""))).length;
  const sentence = "The patient says that the pain comes in the evening and is gone when she has slept. ";
  const text = sentence.repeat(Math.ceil(left / sentence.length)).slice(0, left);
  return withNotes(deltasOf(text, Math.ceil(left / count)).slice());
}

const topic = "Which chapter to read first";

/** A comment thread whose JSON has about `bytes` bytes: many small objects in one array, the shape that costs most. */
function threadOf(bytes: number): CommentThread {
  const comments: CommentThread["comments"] = [];
  const base = JSON.stringify({ topic, comments: [] }).length;
  for (let size = base, index = 0; size < bytes; index++) {
    const comment = {
      author: `reader ${index % 97}`,
      text: `Point ${index}: the second chapter explains it better than the first.`,
      tone: (["friendly", "neutral", "hostile"] as const)[index % 3] ?? "neutral",
      replies: [],
    };
    comments.push(comment);
    size += JSON.stringify(comment).length + 1;
  }
  return { topic, comments };
}
