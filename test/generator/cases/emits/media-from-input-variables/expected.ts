// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, Media, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  what: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly what?: string;
}

/** What the prompt needs. */
export interface SpecInput {
  language: "de" | "en";

  /** A picture of the shelf. */
  photo: Media;

  contract?: Media;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return {
    user: [
      { type: "text", text: `What is on it? Language: ${input.language}` },
      { type: "image", image: input.photo },
      ...(input.contract === undefined ? [] : [{ type: "file" as const, file: input.contract, cache: true }]),
    ],
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
