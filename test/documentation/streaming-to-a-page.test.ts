import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPatchReader } from "@outspec/runtime/sse/patch-reader";
import type { Patch } from "@outspec/runtime/sse/protocol";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs/streaming-to-a-page.md"), "utf8");

describe("docs/streaming-to-a-page.md", () => {
  it("shows messages that a reader applies to what the page says", () => {
    const [, shown = ""] = /^```\n(id:.*?)^```$/ms.exec(page) ?? [];
    const reader = createPatchReader();
    for (const [, data = ""] of shown.matchAll(/^data:(.*)$/gm)) {
      // The cast holds: it is what the page says a server sends.
      for (const patch of [JSON.parse(data) as Patch].flat()) reader.apply(patch);
    }
    expect(reader.snapshot()).toEqual({
      vitals_status: "Warning",
      key_notes: ["Blood pressure 162/98", "Out of amlodipine"],
      requires_visit: true,
    });
    expect(reader.end).toEqual({ finish: null });
  });

  it("names every option of an event stream and every patch", () => {
    const source = (path: string): string => readFileSync(join(root, "runtime/src/sse", path), "utf8");
    const [, members = ""] = /export interface EventStreamOptions.*?\{(.*?)^\}/ms.exec(source("serve-output.ts")) ?? [];
    const options = [...members.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name ?? "");
    expect(options).toHaveLength(7);
    for (const name of [...options, "heartbeatMs"]) expect(page).toContain(`| \`${name}\` |`);
    const [, patches = ""] = /export type Patch =(.*?)\n\n/s.exec(source("protocol.ts")) ?? [];
    const names = [...patches.matchAll(/\{ readonly (\w+): /g)].map(([, name]) => name ?? "");
    expect(names).toEqual(["root", "set", "push", "append", "restart", "finish", "error"]);
    for (const name of names) expect(page).toContain(`{"${name}": `);
  });
});
