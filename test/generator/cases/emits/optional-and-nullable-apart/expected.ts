// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  known: string;
  maybe?: string;
  unknown_owner: string | null;
  either?: number | null;
  by_union?: null | SpecByUnion;
  nothing?: null;
}

export interface SpecByUnion {
  id: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly known?: string;
  readonly maybe?: string;
  readonly unknown_owner?: string | null;
  readonly either?: number | null;
  readonly by_union?: null | PartialSpecByUnion;
  readonly nothing?: null;
}

/** A {@link SpecByUnion} while it is being written: absent means not decided yet. */
export interface PartialSpecByUnion {
  readonly id?: string;
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
