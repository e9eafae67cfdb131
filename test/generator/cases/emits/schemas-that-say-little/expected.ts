// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  anything: unknown;

  /** Whatever fits. */
  described?: unknown;

  pattern?: unknown;
  never?: never;
  without_type?: SpecWithoutType;
  list?: unknown[];
  items_only?: string[];
  bounded?: number;
  undeclared: unknown;
}

export interface SpecWithoutType {
  a: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly anything?: unknown;
  readonly described?: unknown;
  readonly pattern?: unknown;
  readonly never?: never;
  readonly without_type?: PartialSpecWithoutType;
  readonly list?: readonly unknown[];
  readonly items_only?: readonly string[];
  readonly bounded?: number;
  readonly undeclared?: unknown;
}

/** A {@link SpecWithoutType} while it is being written: absent means not decided yet. */
export interface PartialSpecWithoutType {
  readonly a?: string;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const spec: OutputSpec<Spec> = /* @__PURE__ */ defineOutput({
  name: "Spec",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Spec}; resolves once it has been validated. */
export function generateSpec(prompt: Prompt, options?: CallOptions): Promise<Result<Spec>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Spec}: partials as they are written, then the validated result. */
export function streamSpec(prompt: Prompt, options?: CallOptions): OutputStream<Spec, PartialSpec> {
  return stream({ router, codec }, prompt, options);
}
