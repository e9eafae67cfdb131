// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  kind: "person" | "company";
  country: string;
  vat_id?: string;
  first_name?: string;
  credit_card?: string;
  billing_address?: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly kind?: "person" | "company";
  readonly country?: string;
  readonly vat_id?: string;
  readonly first_name?: string;
  readonly credit_card?: string;
  readonly billing_address?: string;
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
