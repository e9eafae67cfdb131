// Generated from schemas/clinic/visit.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "../internal/clinic/visit.js";
import { router } from "../router.js";

/** One visit. */
export interface Visit {
  date: string;
  findings: VisitFinding[];
}

export interface VisitFinding {
  text: string;
  severity?: Severity;
}

export type Severity = "low" | "high";

/** A {@link Visit} while it is being written: absent means not decided yet. */
export interface PartialVisit {
  readonly date?: string;
  readonly findings?: readonly PartialVisitFinding[];
}

/** A {@link VisitFinding} while it is being written: absent means not decided yet. */
export interface PartialVisitFinding {
  readonly text?: string;
  readonly severity?: Severity;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const visit: OutputSpec<Visit> = /* @__PURE__ */ defineOutput({
  name: "Visit",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Visit}; resolves once it has been validated. */
export function generateVisit(prompt: Prompt, options?: CallOptions): Promise<Result<Visit>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Visit}: partials as they are written, then the validated result. */
export function streamVisit(prompt: Prompt, options?: CallOptions): OutputStream<Visit, PartialVisit> {
  return stream({ router, codec }, prompt, options);
}
