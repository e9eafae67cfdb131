import type { CommentThread, PatientSummary } from "../../generated/index.js";

/** Which spec an object is of: `summary` a `PatientSummary`, `thread` a `CommentThread`. */
export type Subject = "summary" | "thread";

/** The objects the server answers with, by the names that its paths use; `thread-N` is a thread of about N bytes. */
export type ObjectName = "summary" | "notes" | `thread-${number}`;

/** How many characters one delta brings: about a token and a bit, which is 20 bytes here. */
export const deltaLength = 20;

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
  return JSON.stringify(threadOf(Number(name.slice("thread-".length))));
}

/** A text in pieces of {@link deltaLength} characters. */
export function deltasOf(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / deltaLength) }, (_, index) =>
    text.slice(index * deltaLength, (index + 1) * deltaLength),
  );
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
