// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

/** An order as it came in. */
export interface Spec {
  /** Who ordered. */
  customer: SpecCustomer;

  lines: SpecLine[];
  matrix?: number[][];
}

export interface SpecCustomer {
  name: string;
  address?: SpecCustomerAddress;
}

export interface SpecCustomerAddress {
  street?: string;
  city?: string;
}

/** One position. */
export interface SpecLine {
  sku: string;
  taxes: SpecLineTax[];
}

export interface SpecLineTax {
  rate: number;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly customer?: PartialSpecCustomer;
  readonly lines?: readonly PartialSpecLine[];
  readonly matrix?: readonly (readonly number[])[];
}

/** A {@link SpecCustomer} while it is being written: absent means not decided yet. */
export interface PartialSpecCustomer {
  readonly name?: string;
  readonly address?: PartialSpecCustomerAddress;
}

/** A {@link SpecCustomerAddress} while it is being written: absent means not decided yet. */
export interface PartialSpecCustomerAddress {
  readonly street?: string;
  readonly city?: string;
}

/** A {@link SpecLine} while it is being written: absent means not decided yet. */
export interface PartialSpecLine {
  readonly sku?: string;
  readonly taxes?: readonly PartialSpecLineTax[];
}

/** A {@link SpecLineTax} while it is being written: absent means not decided yet. */
export interface PartialSpecLineTax {
  readonly rate?: number;
}

/** What the prompt needs. */
export interface SpecInput {
  mail: string;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return `Read ${input.mail}`;
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
