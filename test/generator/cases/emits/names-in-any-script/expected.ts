// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Überblick {
  größe: number;
  顧客: Überblick顧客;
}

export interface Überblick顧客 {
  住所: Straße;
}

export interface Straße {
  name?: string;
}

/** A {@link Überblick} while it is being written: absent means not decided yet. */
export interface PartialÜberblick {
  readonly größe?: number;
  readonly 顧客?: PartialÜberblick顧客;
}

/** A {@link Überblick顧客} while it is being written: absent means not decided yet. */
export interface PartialÜberblick顧客 {
  readonly 住所?: PartialStraße;
}

/** A {@link Straße} while it is being written: absent means not decided yet. */
export interface PartialStraße {
  readonly name?: string;
}

/** What the prompt needs. */
export interface ÜberblickInput {
  größe: string;
}

/** The prompt, as it is sent. */
function prompt(input: ÜberblickInput): Prompt {
  return input.größe;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const überblick: OutputSpec<Überblick> = /* @__PURE__ */ defineOutput({
  name: "Überblick",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Überblick}; resolves once it has been validated. */
export function generateÜberblick(input: ÜberblickInput, options?: CallOptions): Promise<Result<Überblick>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link Überblick}: partials as they are written, then the validated result. */
export function streamÜberblick(input: ÜberblickInput, options?: CallOptions): OutputStream<Überblick, PartialÜberblick> {
  return stream({ prompt, router, codec }, input, options);
}
