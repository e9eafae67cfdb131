// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  line?: SpecLine;
  lines?: SpecLinesItem[];
  addresses?: SpecAddress[];
  status?: SpecStatusItem[];
  people?: SpecPerson[];
  categories?: SpecCategory[];
}

export interface SpecLine {
  a: string;
}

export interface SpecLinesItem {
  b: string;
}

export interface SpecAddress {
  c: string;
}

export interface SpecStatusItem {
  d: string;
}

export interface SpecPerson {
  e: string;
}

export interface SpecCategory {
  f: string;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly line?: PartialSpecLine;
  readonly lines?: readonly PartialSpecLinesItem[];
  readonly addresses?: readonly PartialSpecAddress[];
  readonly status?: readonly PartialSpecStatusItem[];
  readonly people?: readonly PartialSpecPerson[];
  readonly categories?: readonly PartialSpecCategory[];
}

/** A {@link SpecLine} while it is being written: absent means not decided yet. */
export interface PartialSpecLine {
  readonly a?: string;
}

/** A {@link SpecLinesItem} while it is being written: absent means not decided yet. */
export interface PartialSpecLinesItem {
  readonly b?: string;
}

/** A {@link SpecAddress} while it is being written: absent means not decided yet. */
export interface PartialSpecAddress {
  readonly c?: string;
}

/** A {@link SpecStatusItem} while it is being written: absent means not decided yet. */
export interface PartialSpecStatusItem {
  readonly d?: string;
}

/** A {@link SpecPerson} while it is being written: absent means not decided yet. */
export interface PartialSpecPerson {
  readonly e?: string;
}

/** A {@link SpecCategory} while it is being written: absent means not decided yet. */
export interface PartialSpecCategory {
  readonly f?: string;
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
