import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";

it("the built hook says that it is for the client, so that a server component may import what uses it", () => {
  const built = readFileSync(join(import.meta.dirname, "../../../runtime/dist/react.js"), "utf8");
  assert.match(built, /^"use client";\n/);
});
