import { mapSchemas, withoutKeywords } from "../spec/keywords.ts";
import type { Dialect } from "./dialect.ts";

/** Keywords that tell a reader nothing about what to write. */
const noise: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "id", "$comment", "$anchor", "title", "default", "deprecated", "readOnly", "writeOnly"],
]);

/** The schema as it stands in a prompt: compact JSON a model reads well, authored in everything it means. */
export const prompt: Dialect = {
  name: "prompt",
  compile: ({ schema }) => ({
    schema: JSON.stringify(
      mapSchemas(schema, (inner) =>
        withoutKeywords(inner, (keyword) => noise.has(keyword) || keyword.startsWith("x-")),
      ),
    ),
  }),
};
