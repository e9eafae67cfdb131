// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result, Settings } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  joke: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly joke?: string;
}

/** What the prompt needs. */
export interface SpecInput {
  topic: string;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return `Tell a joke about ${input.topic}.`;
}

/** Settings of every call. */
const settings: Settings = {
  temperature: 0.2,
  maxOutputTokens: 500,
  stop: ["END"],
};

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const spec: OutputSpec<Spec> = /* @__PURE__ */ defineOutput({
  name: "Spec",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Spec}; resolves once it has been validated. */
export function generateSpec(input: SpecInput, options?: CallOptions): Promise<Result<Spec>> {
  return generate({ prompt, router, settings, codec }, input, options);
}

/** Streams a {@link Spec}: partials as they are written, then the validated result. */
export function streamSpec(input: SpecInput, options?: CallOptions): OutputStream<Spec, PartialSpec> {
  return stream({ prompt, router, settings, codec }, input, options);
}
