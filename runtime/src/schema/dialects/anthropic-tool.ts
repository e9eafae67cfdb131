import type { Dialect } from "./dialect.ts";
import { moveConstraints } from "./rewrites/constraints.ts";
import { wrapRoot } from "./rewrites/root.ts";
import { oneOfToAnyOf } from "./rewrites/unions.ts";
import { createDialect } from "./wire.ts";

/** The input of an Anthropic tool: almost plain JSON Schema, read as a hint, with an object at the root. */
export const anthropicTool: Dialect = createDialect("anthropic-tool", [
  wrapRoot,
  // What the IR leaves unsaid may be what kept options apart.
  oneOfToAnyOf,
  moveConstraints(() => "keep"),
]);
