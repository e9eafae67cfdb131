import { mapSchemas, withoutKeywords } from "../spec/keywords.ts";
import type { Dialect } from "./dialect.ts";

/** The schema as authored, for models that read JSON Schema: only ids, the draft and our own keywords are taken out. */
export const plain: Dialect = {
  name: "plain",
  compile: ({ schema }) => ({
    schema: JSON.stringify(
      mapSchemas(schema, (inner) =>
        withoutKeywords(inner, (keyword) => keyword === "$schema" || keyword === "$id" || keyword.startsWith("x-")),
      ),
    ),
  }),
};
