// Generated from schemas/comment-thread.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/comment-thread.js";
import { router } from "./router.js";

/** A discussion restored from an exported page. */
export interface CommentThread {
  /** What the page is about, as its title says. */
  topic: string;

  comments: ThreadComment[];
}

/** One comment with the replies below it. */
export interface ThreadComment {
  /** Name shown beside the comment. */
  author: string;

  /** The comment in its own words, without what it quotes. */
  text: string;

  /** How the comment reads. */
  tone: "friendly" | "neutral" | "hostile";

  replies: ThreadComment[];
}

/** A {@link CommentThread} while it is being written: absent means not decided yet. */
export interface PartialCommentThread {
  readonly topic?: string;
  readonly comments?: readonly PartialThreadComment[];
}

/** A {@link ThreadComment} while it is being written: absent means not decided yet. */
export interface PartialThreadComment {
  readonly author?: string;
  readonly text?: string;
  readonly tone?: "friendly" | "neutral" | "hostile";
  readonly replies?: readonly PartialThreadComment[];
}

/** What the prompt needs. */
export interface CommentThreadInput {
  page: string;
}

/** The prompt, as it is sent. */
function prompt(input: CommentThreadInput): Prompt {
  return {
    system: "Restore the discussion as a tree. Keep the order of the page.",
    user: `${input.page}\n`,
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const commentThread: OutputSpec<CommentThread> = /* @__PURE__ */ defineOutput({
  name: "CommentThread",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link CommentThread}; resolves once it has been validated. */
export function generateCommentThread(input: CommentThreadInput, options?: CallOptions): Promise<Result<CommentThread>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link CommentThread}: partials as they are written, then the validated result. */
export function streamCommentThread(
  input: CommentThreadInput,
  options?: CallOptions,
): OutputStream<CommentThread, PartialCommentThread> {
  return stream({ prompt, router, codec }, input, options);
}
