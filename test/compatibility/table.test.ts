import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultsByPrompt } from "./faults.js";
import { findRuntimes } from "./runtimes.js";
import { failuresOf, markdownOf, pageOf, rowOf, skippedOf, type Table } from "./table.js";

const table: Table = {
  title: "Runtimes",
  text: "All of them.",
  columns: ["generate", "stream"],
  rows: [
    rowOf("Node 22", "22.1.0", ["generate", "stream"], "ok"),
    rowOf("Bun", "", ["generate", "stream"], { skipped: "not installed" }),
    { name: "Deno", version: "2.9.6", cells: { generate: "ok", stream: { failed: "it | broke" } } },
  ],
};

describe("the table", () => {
  it("has a row for each subject, and says what was not asked, skipped or failed", () => {
    expect(markdownOf({ ...table, columns: ["generate", "stream", "sse"] })).toEqual([
      "|  | version | generate | stream | sse |",
      "|---|---|:-:|:-:|:-:|",
      "| Node 22 | 22.1.0 | ok | ok |  |",
      "| Bun |  | skipped | skipped |  |",
      "| Deno | 2.9.6 | ok | **FAILED** |  |",
    ]);
  });

  it("gives the reasons, one for a row that has only one", () => {
    expect(skippedOf([table])).toEqual(["Bun: not installed"]);
    expect(failuresOf([table])).toEqual(["Deno 2.9.6, stream: it | broke"]);
  });

  it("is written as a page that tells of failures first", () => {
    const facts = { command: "npm run compatibility -- --write", platform: "linux x64" };
    const page = pageOf([table], facts);
    expect(page).toContain("**1 failures.**");
    expect(page).toContain("- Deno 2.9.6, stream: it \\| broke\n");
    expect(page).toContain("- Bun: not installed\n");
    const clean = pageOf([{ ...table, rows: table.rows.slice(0, 1) }], facts);
    expect(clean).toContain("**Nothing failed.**");
    expect(clean).not.toContain("## Failures");
    expect(clean).not.toContain("## Skipped");
  });
});

it("runtimes that are not installed are known all the same", () => {
  const runtimes = findRuntimes(join(import.meta.dirname, "nowhere"));
  expect(runtimes.map(({ name }) => name)).toEqual([
    "Node 20, the oldest",
    ...["Node 22", "Node 24", "Node 26", "Bun", "Deno"],
  ]);
  expect(runtimes.every(({ program }) => program === undefined)).toBe(true);
});

it("the simulator misbehaves only where a prompt asks for it", () => {
  const faultOf = (words: string, provider: "openai" | "anthropic") => {
    if (typeof faultsByPrompt !== "function") throw new Error("the script decides for each request");
    const request = { provider, model: "m", stream: true, index: 0, body: { messages: [{ content: words }] } };
    return faultsByPrompt(request)?.kind;
  };
  expect(faultOf("BP 162/98.", "openai")).toBeUndefined();
  expect(faultOf("Be overloaded.", "openai")).toBe("status");
  expect(faultOf("Be overloaded.", "anthropic")).toBeUndefined();
  expect(faultOf("Break off in the middle.", "openai")).toBe("cut");
  expect(faultOf("Take for ever.", "anthropic")).toBe("stall");
});
