// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  /** What happened. */
  event: SpecEventPayment | SpecEventRefund | SpecEventChargebackWon;
}

export interface SpecEventPayment {
  kind: "payment";
  amount: number;
  note?: string;
}

export interface SpecEventRefund {
  kind: "refund";
  reason: string;
}

export interface SpecEventChargebackWon {
  kind: "chargeback-won";
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly event?: PartialSpecEventPayment | PartialSpecEventRefund | PartialSpecEventChargebackWon;
}

/** A {@link SpecEventPayment} while it is being written: absent means not decided yet. */
export interface PartialSpecEventPayment {
  readonly kind: "payment";
  readonly amount?: number;
  readonly note?: string;
}

/** A {@link SpecEventRefund} while it is being written: absent means not decided yet. */
export interface PartialSpecEventRefund {
  readonly kind: "refund";
  readonly reason?: string;
}

/** A {@link SpecEventChargebackWon} while it is being written: absent means not decided yet. */
export interface PartialSpecEventChargebackWon {
  readonly kind: "chargeback-won";
}

/** What the prompt needs. */
export interface SpecInput {
  log: string;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return `What happened? ${input.log}`;
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
