// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  __proto__: string;
  constructor: string;
  "a-b": string;
  "with \"quotes\"": string;
  "new\nline": SpecNewLine;
  "*/": string;
  日本語: Spec日本語;
  class: SpecClassItem[];
  "${x}": "`${y}`" | "*/" | "\u2028";
  "": number;
}

export interface SpecNewLine {
  x: string;
}

export interface Spec日本語 {
  名: string;
}

export interface SpecClassItem {
  __proto__?: number;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly __proto__?: string;
  readonly constructor?: string;
  readonly "a-b"?: string;
  readonly "with \"quotes\""?: string;
  readonly "new\nline"?: PartialSpecNewLine;
  readonly "*/"?: string;
  readonly 日本語?: PartialSpec日本語;
  readonly class?: readonly PartialSpecClassItem[];
  readonly "${x}"?: "`${y}`" | "*/" | "\u2028";
  readonly ""?: number;
}

/** A {@link SpecNewLine} while it is being written: absent means not decided yet. */
export interface PartialSpecNewLine {
  readonly x?: string;
}

/** A {@link Spec日本語} while it is being written: absent means not decided yet. */
export interface PartialSpec日本語 {
  readonly 名?: string;
}

/** A {@link SpecClassItem} while it is being written: absent means not decided yet. */
export interface PartialSpecClassItem {
  readonly __proto__?: number;
}

/** What the prompt needs. */
export interface SpecInput {
  text: string;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return input.text;
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
