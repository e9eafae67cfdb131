// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream, text } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  answer: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly answer?: string;
}

/** What the prompt needs. */
export interface SpecInput {
  /** Whether to be extra polite. */
  vip: boolean;

  orders: SpecInputOrder[];
  tags?: string[];
  profile: SpecInputProfile;
  since?: string | null;
}

export interface SpecInputOrder {
  title: string;
  lines: SpecInputOrderLine[];
}

export interface SpecInputOrderLine {
  sku: string;
  count: number;
  note?: string;
}

export interface SpecInputProfile {
  city?: string;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return {
    user:
      (input.vip ? "A valued customer.\n" : "A customer.\n") +
      input.orders
        .map(
          (item) =>
            `## ${item.title}\n` +
            item.lines
              .map(
                (item2) =>
                  `- ${item2.sku}: ${item2.count}${item2.note ? ` (${item2.note})` : ""}\n`,
              )
              .join(""),
        )
        .join("") +
      ((input.tags?.length ?? 0) > 0
        ? `Tags:${(input.tags ?? []).map((item) => ` ${item}`).join("")}\n`
        : "") +
      `Profile: ${text(input.profile)}, city ${text(input.profile.city)}, since ${text(input.since)}.\n`,
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const spec: OutputSpec<Spec> = /* @__PURE__ */ defineOutput({
  name: "Spec",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Spec}; resolves once it has been validated. */
export function generateSpec(input: SpecInput, options?: CallOptions): Promise<Result<Spec>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link Spec}: partials as they are written, then the validated result. */
export function streamSpec(input: SpecInput, options?: CallOptions): OutputStream<Spec, PartialSpec> {
  return stream({ prompt, router, codec }, input, options);
}
