import type { ModelCall } from "./provider.ts";
import { RawJson } from "./raw-json.ts";

/** The schema of a call in a mode that carries one, as it goes into a body. */
export function schemaOf({ schema, mode }: ModelCall): RawJson {
  if (schema === undefined) throw new Error(`a call in the mode ${mode} carries its schema`);
  return new RawJson(schema);
}
