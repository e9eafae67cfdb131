// Generated from schemas/registry.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/registry.js";
import { router } from "./router.js";
import type { PartialPerson, Person } from "./_person.js";

export interface Registry {
  people: Person[];
}

/** A {@link Registry} while it is being written: absent means not decided yet. */
export interface PartialRegistry {
  readonly people?: readonly PartialPerson[];
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const registry: OutputSpec<Registry> = /* @__PURE__ */ defineOutput({
  name: "Registry",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Registry}; resolves once it has been validated. */
export function generateRegistry(prompt: Prompt, options?: CallOptions): Promise<Result<Registry>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Registry}: partials as they are written, then the validated result. */
export function streamRegistry(prompt: Prompt, options?: CallOptions): OutputStream<Registry, PartialRegistry> {
  return stream({ router, codec }, prompt, options);
}
