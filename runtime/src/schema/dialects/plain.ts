import { createAuthoredDialect } from "./authored.ts";
import type { Dialect } from "./dialect.ts";

/** The schema as authored, for models that read JSON Schema: only ids, the draft and our own keywords are taken out. */
export const plain: Dialect = createAuthoredDialect(
  "plain",
  (keyword) => keyword === "$schema" || keyword === "$id" || keyword.startsWith("x-"),
);
