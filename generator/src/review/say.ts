import type { Json } from "../../../runtime/src/schema/json.ts";
import type { Difference, Level } from "./difference.ts";
import { sayDifference } from "./rules/diff-rules.ts";

/** What a {@link Difference} outside the schemas is made of; the rest is the same for all of them. */
export interface Said {
  readonly at: string;
  readonly side?: "before" | "after";
  readonly beforeAt?: string;
  readonly what?: "key" | "value";
  readonly data?: Readonly<Record<string, string | undefined>>;
  readonly notes?: readonly string[];
  readonly consumer?: Level;
  readonly stored?: Level;
  readonly model?: boolean;
  readonly before?: Json;
  readonly after?: Json;
  readonly evidence?: Difference["evidence"];
}

/** Builds a difference that no instance can show: safe for both kinds of readers unless said otherwise. */
export function difference(rule: string, said: Said): Difference {
  const { at, side = "after", data = {}, notes = [], what = "value" } = said;
  return {
    rule,
    at,
    side,
    ...(said.beforeAt !== undefined && { beforeAt: said.beforeAt }),
    what,
    message: sayDifference(rule, data),
    notes,
    consumer: said.consumer ?? "safe",
    stored: said.stored ?? "safe",
    model: said.model ?? false,
    visible: "types",
    ...(said.before !== undefined && { before: said.before }),
    ...(said.after !== undefined && { after: said.after }),
    evidence: said.evidence ?? "proven",
    usedAt: [],
  };
}

/** Says that a change makes its own review more lenient. It does nobody any harm, and is to be looked at all the same. */
export function relaxed(at: string, what: string): Difference {
  return difference("review-config-relaxed", { at, data: { what }, after: what, evidence: "source" });
}
