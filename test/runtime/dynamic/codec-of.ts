import type { Codec } from "@outspec/runtime/codec";
import { createCodec } from "@outspec/runtime/dynamic/dynamic-output";
import { readSchema } from "@outspec/runtime/dynamic/read-schema";

/** The codec that a dynamic output of a schema is made with. */
export function codecOf(schema: unknown, slowPatterns: "refuse" | "allow" = "refuse"): Codec {
  // The cast holds: what is no schema is refused by its reading.
  return createCodec({ name: "Spec", schema: schema as boolean }, readSchema("Spec", schema, slowPatterns));
}
