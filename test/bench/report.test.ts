import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { linesOf } from "../../bench/report/cells.js";
import { lossesOf, lossLine, missesOf, missLine } from "../../bench/report/losses.js";
import { pageOf, type Run } from "../../bench/report/page.js";
import type { Part, Table } from "../../bench/report/part.js";
import { tableText } from "../../bench/report/text.js";
import { anchorsOf, linksOf } from "../documentation/pages.js";

const table: Table = {
  name: "calls",
  title: "A call",
  description: "One call.",
  command: "npm run bench -- calls --workload calls",
  columns: [
    { name: "CPU, µs", format: "figure", compared: true },
    { name: "wall, µs", format: "figure", compared: true },
    { name: "partials", format: "count", compared: false },
    { name: "ratio", format: "times", compared: false },
  ],
  rows: [
    { label: "floor", kind: "floor", cells: [1, 2, null, 1] },
    { label: "node:http", kind: "bare", cells: [0.5, 1, null, 0.5] },
    { label: "Outspec", kind: "ours", cells: [2, 3, 9, 2] },
    { label: "Outspec, warm", kind: "ours", cells: [0.1, 0.1, 9, 0.1] },
    { label: "Quick", kind: "peer", cells: [1.5, 12_345, 3, 1.5] },
    { label: "Slow", kind: "peer", cells: [4, 6, 3, 4] },
    { label: "Absent", kind: "peer", cells: [], problem: "stopped <after> 10 s" },
  ],
  target: { column: 3, atMost: 1.6, says: "at most 1.6 times the floor's CPU" },
};

const part: Part = {
  name: "calls",
  title: "Calls, and streams",
  introduction: ["What a call costs."],
  contenders: [{ label: "Outspec", versions: "this repository", how: "As it is." }],
  tables: [table],
  skipped: ["no Python here"],
  seconds: 90,
};

const run: Run = {
  command: "npm run bench -- --write",
  isQuick: false,
  machine: "2 cores",
  node: "v20",
  parts: [part],
  failed: [],
};

describe("what we lose at", () => {
  it("is every compared figure of a peer below our first row, and no other", () => {
    assert.deepEqual(lossesOf([table]).map(lossLine), ["A call: Quick 1.50, Outspec 2.00 (CPU, µs; 1.33 times)"]);
  });

  it("is no tie", () => {
    const rows = table.rows.map((row) => (row.label === "Quick" ? { ...row, cells: [2, 3, 9, 2] } : row));
    assert.deepEqual(lossesOf([{ ...table, rows }]), []);
  });

  it("names targets by how far they were missed, and those that were met not at all", () => {
    assert.deepEqual(missesOf([table]).map(missLine), [
      "A call: 2.00, at most 1.6 times the floor's CPU asked for, 25 % over",
    ]);
    const met = { ...table, target: { column: 3, atMost: 2, says: "at most 2" } };
    assert.deepEqual(missesOf([met]), []);
  });
});

describe("a table of the benchmark", () => {
  it("shows three digits that count, whole numbers, and nothing where nothing was measured", () => {
    assert.deepEqual(linesOf(table)[5], ["Quick", "1.50", "12,345", "3", "1.50"]);
    assert.deepEqual(linesOf(table)[7], ["Absent", "", "", "", ""]);
  });

  it("leaves out columns in which nobody has a figure", () => {
    const rows = table.rows.map(({ cells, ...row }) => ({ ...row, cells: cells.slice(0, 1) }));
    assert.deepEqual(linesOf({ ...table, rows })[0], ["contender", "CPU, µs"]);
  });

  it("lines up in a terminal, with problems at the end of their rows", () => {
    const [, , floor = "", ...others] = tableText(table).split("\n");
    assert.equal(floor.length, others[3]?.length);
    assert.match(others.at(-1) ?? "", /^ {2}Absent .* stopped <after> 10 s$/);
  });
});

describe("the report", () => {
  const page = pageOf(run, [{ title: "Parsing", tables: ["other"], text: "It parses." }]);

  it("names the machine, the time, who took part and the command of each table", () => {
    for (const said of ["2 cores, Node v20", "run of 2 minutes", "| Outspec | this repository | As it is. |"]) {
      assert.ok(page.includes(said), said);
    }
    assert.ok(page.includes("### A call\n\n`npm run bench -- calls --workload calls`"));
  });

  it("says what was skipped and what failed, as text", () => {
    assert.ok(page.includes("- Skipped: no Python here"));
    assert.ok(page.includes("- Absent: stopped after 10 s"));
    assert.ok(pageOf({ ...run, failed: ["size"] }, []).includes("because the program failed: size"));
  });

  it("links to sections that it has", () => {
    const text = { path: "docs/performance.md", text: page };
    const anchors = anchorsOf(text);
    const targets = linksOf(text).map(({ target }) => target);
    assert.deepEqual(targets, ["#calls-and-streams", "#what-we-lose-at", "#why-and-what-remains"]);
    for (const target of targets) assert.ok(anchors.has(target.slice(1)), target);
  });

  it("lists a loss that no remark explains, until one does", () => {
    assert.ok(page.includes("**Parsing.** It parses."));
    assert.ok(page.includes("Not explained yet: A call."));
    assert.ok(!pageOf(run, [{ title: "Calls", tables: ["calls"], text: "So." }]).includes("Not explained yet"));
  });

  it("of a quick run says that its figures say nothing", () => {
    assert.ok(pageOf({ ...run, isQuick: true }, []).includes("**A quick run**"));
    assert.ok(!page.includes("quick run"));
  });
});
