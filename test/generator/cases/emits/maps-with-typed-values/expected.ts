// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  /** By name. */
  attributes: { [key: string]: string };

  prices: { [key: string]: SpecPricesValue };
  free: { [key: string]: unknown };
  codes?: { [key: string]: number };
  open?: SpecOpen;
  typed?: SpecTyped;
  empty?: { [key: string]: never };
}

export interface SpecPricesValue {
  amount: number;
}

export interface SpecOpen {
  id: string;
  [key: string]: unknown;
}

export interface SpecTyped {
  name: string;
  size?: number;
  [key: string]: number | string | undefined;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly attributes?: { readonly [key: string]: string };
  readonly prices?: { readonly [key: string]: PartialSpecPricesValue };
  readonly free?: { readonly [key: string]: unknown };
  readonly codes?: { readonly [key: string]: number };
  readonly open?: PartialSpecOpen;
  readonly typed?: PartialSpecTyped;
  readonly empty?: { readonly [key: string]: never };
}

/** A {@link SpecPricesValue} while it is being written: absent means not decided yet. */
export interface PartialSpecPricesValue {
  readonly amount?: number;
}

/** A {@link SpecOpen} while it is being written: absent means not decided yet. */
export interface PartialSpecOpen {
  readonly id?: string;
  readonly [key: string]: unknown;
}

/** A {@link SpecTyped} while it is being written: absent means not decided yet. */
export interface PartialSpecTyped {
  readonly name?: string;
  readonly size?: number;
  readonly [key: string]: number | string | undefined;
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
