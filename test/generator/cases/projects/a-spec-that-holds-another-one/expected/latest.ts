// Generated from schemas/latest.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/latest.js";
import { router } from "./router.js";
import type { PartialVisit, Visit } from "./clinic/visit.js";

export type Latest = Visit;

/** A {@link Latest} while it is being written: absent means not decided yet. */
export type PartialLatest = PartialVisit;

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const latest: OutputSpec<Latest> = /* @__PURE__ */ defineOutput({
  name: "Latest",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Latest}; resolves once it has been validated. */
export function generateLatest(prompt: Prompt, options?: CallOptions): Promise<Result<Latest>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Latest}: partials as they are written, then the validated result. */
export function streamLatest(prompt: Prompt, options?: CallOptions): OutputStream<Latest, PartialLatest> {
  return stream({ router, codec }, prompt, options);
}
