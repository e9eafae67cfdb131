// Generated from schemas/report.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/report.js";
import { router } from "./router.js";

export interface Report {
  author: Person;
}

export interface Person {
  name: string;
}

/** A {@link Report} while it is being written: absent means not decided yet. */
export interface PartialReport {
  readonly author?: PartialPerson;
}

/** A {@link Person} while it is being written: absent means not decided yet. */
export interface PartialPerson {
  readonly name?: string;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const report: OutputSpec<Report> = /* @__PURE__ */ defineOutput({
  name: "Report",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Report}; resolves once it has been validated. */
export function generateReport(prompt: Prompt, options?: CallOptions): Promise<Result<Report>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Report}: partials as they are written, then the validated result. */
export function streamReport(prompt: Prompt, options?: CallOptions): OutputStream<Report, PartialReport> {
  return stream({ router, codec }, prompt, options);
}
