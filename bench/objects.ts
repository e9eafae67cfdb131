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
