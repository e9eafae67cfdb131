import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf } from "./compile-blocks.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const page = read("docs/react.md");

describe("docs/react.md", () => {
  it("shows for Vue what its example has", () => {
    expect(blocksOf(page, "ts")).toEqual([read("examples/vue/use-output-stream.ts")]);
  });

  it("names every member of what the hook gives", () => {
    const source = read("runtime/src/sse/output-store.ts");
    const [, state = ""] = /export interface OutputState<.*?\{(.*?)^\}/ms.exec(source) ?? [];
    const members = [...state.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name ?? "");
    expect(members).toHaveLength(7);
    for (const name of [...members, "start", "stop", "reset"]) {
      expect(page).toMatch(new RegExp(`^\\|.*\`${name}(\\(\\w*\\))?\`.*\\|.*\\|$`, "m"));
    }
  });
});
