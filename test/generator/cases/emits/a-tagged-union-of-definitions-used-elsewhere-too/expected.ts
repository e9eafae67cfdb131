// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

export interface Spec {
  shapes: Shape[];
  frame: Box;
  cover?: Shape | null;
}

/** What is drawn. */
export type Shape = Box | Ball;

export interface Box {
  kind: "box";
  width: number;
  label?: string;
}

export interface Ball {
  kind: "ball";
  radius: number;
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly shapes?: readonly PartialShape[];
  readonly frame?: PartialBox;
  readonly cover?: PartialShape | null;
}

/** A {@link Shape} while it is being written: absent means not decided yet. */
export type PartialShape = (PartialBox & { readonly kind: "box" }) | PartialBall;

/** A {@link Box} while it is being written: absent means not decided yet. */
export interface PartialBox {
  readonly kind?: "box";
  readonly width?: number;
  readonly label?: string;
}

/** A {@link Ball} while it is being written: absent means not decided yet. */
export interface PartialBall {
  readonly kind: "ball";
  readonly radius?: number;
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
