import type { CommentThread } from "../generated/index.js";

/** A comment thread whose JSON has about `bytes` bytes: many small objects in one array, the shape that costs most. */
export function threadOf(bytes: number): CommentThread {
  const comments: CommentThread["comments"] = [];
  const base = JSON.stringify({ topic: topic, comments: [] }).length;
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

const topic = "Which chapter to read first";

function event(delta: object, finish: string | null): string {
  const body = {
    id: "c",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** The events with which OpenAI streams a text in deltas of 20 characters. */
export function eventsOf(text: string): readonly string[] {
  const deltas = Array.from({ length: Math.ceil(text.length / 20) }, (_, index) =>
    text.slice(index * 20, index * 20 + 20),
  );
  return [...deltas.map((content) => event({ content }, null)), event({}, "stop"), "data: [DONE]\n\n"];
}
