import type { Dialect } from "./dialect.ts";
import { moveConstraints, oneOfToAnyOf, wrapRoot } from "./rewrites.ts";
import { createDialect } from "./wire.ts";

/** The input of an Anthropic tool: almost plain JSON Schema, read as a hint, with an object at the root. */
export const anthropicTool: Dialect = createDialect("anthropic-tool", [
  wrapRoot,
  // What the IR leaves unsaid may be what kept options apart.
  oneOfToAnyOf,
  // In draft-04 the exclusive bounds are flags; the API reads 2020-12, where they are numbers.
  moveConstraints((keyword, value) => (keyword.startsWith("exclusive") && typeof value === "boolean" ? "say" : "keep")),
]);
