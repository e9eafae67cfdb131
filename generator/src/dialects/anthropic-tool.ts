import type { Dialect } from "./dialect.ts";
import { moveConstraints, wrapRoot } from "./rewrites.ts";
import { createDialect } from "./wire.ts";

/** The input of an Anthropic tool: almost plain JSON Schema, read as a hint, with an object at the root. */
export const anthropicTool: Dialect = createDialect("anthropic-tool", [
  wrapRoot,
  // Flags of draft-04: the API reads draft 2020-12, where they are numbers.
  moveConstraints((_keyword, value) =>
    typeof value === "boolean" && value === false
      ? "drop"
      : typeof value === "boolean" && _keyword !== "uniqueItems"
        ? "say"
        : "keep",
  ),
]);
