import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureNotes, notedWords, sourceOf, statusMeanings } from "../../../runtime/scripts/failover-notes.ts";
import { failoverPage } from "../../../runtime/scripts/failover-tables.ts";
import { bodyClasses, labelRows, statusRows } from "../../../runtime/src/providers/fault-tables.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/failover.md"), "utf8");

/** The rows of one of its tables, without the two of its head. */
function rowsOf(name: string): readonly string[] {
  const [, table = ""] = page.split(`<!-- table: ${name} -->\n`);
  const [rows = ""] = table.split("<!-- end -->");
  return rows.trimEnd().split("\n").slice(2);
}

const spelled = ({ source }: RegExp) => `\`${source.replaceAll("|", "\\|")}\``;

describe("docs/failover.md", () => {
  it("has the tables that the runtime works by", () => {
    expect(failoverPage(page)).toBe(page);
  });

  it("has no more than a hundred and twenty lines beside its tables", () => {
    expect(page.split("\n").filter((line) => !line.startsWith("| ")).length).toBeLessThan(120);
  });

  it("says of every error code what it means and, in each phase it may come in, what follows", () => {
    const meanings = rowsOf("failures");
    const consequences = rowsOf("consequences");
    for (const [code, { means, phases }] of Object.entries(failureNotes)) {
      expect(meanings.filter((row) => row.includes(`\`${code}\``) && row.includes(means))).toHaveLength(1);
      const [row = "", ...more] = consequences.filter((line) => line.startsWith(`| \`${code}\` `));
      expect(more).toEqual([]);
      const told = row
        .split("|")
        .slice(2, -1)
        .filter((cell) => cell.trim() !== "–");
      expect(told, code).toHaveLength(phases.length);
    }
    expect(meanings).toHaveLength(Object.keys(failureNotes).length);
  });

  it("has a row for every status and every label", () => {
    const statuses = rowsOf("statuses");
    expect(statuses).toHaveLength(statusRows.length);
    for (const { status, code } of statusRows) {
      expect(statuses.filter((row) => row.startsWith(`| ${status} `) && row.includes(`\`${code}\``))).toHaveLength(1);
    }
    const labels = rowsOf("labels");
    expect(labels).toHaveLength(labelRows.length);
    for (const { words, status } of labelRows) {
      expect(labels.filter((row) => row.startsWith(`| ${status} `) && row.includes(spelled(words)))).toHaveLength(1);
    }
  });

  it("has all words that decide, beside their code and in their order", () => {
    const rows = rowsOf("words");
    const words = bodyClasses.flatMap((row) => row.words.map((one) => ({ code: row.code, one })));
    const places = words.map(({ code, one }) =>
      rows.findIndex(
        (row) => row.startsWith(`| \`${code}\` `) && row.includes(`| ${sourceOf(one)} `) && row.includes(spelled(one)),
      ),
    );
    expect(places).not.toContain(-1);
    // Only words for the same code share a row, or stand before some that come first in the table.
    const codes = places.map((place) => rows[place]?.split("|")[1]?.trim());
    expect(codes).toEqual(words.map(({ code }) => `\`${code}\``));
    const starts = words.flatMap(({ code }, index) => (words[index - 1]?.code === code ? [] : [index]));
    const firsts = starts.map((start, index) => Math.min(...places.slice(start, starts[index + 1])));
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  });

  it("has no note on what is in no table", () => {
    const inTables = [...labelRows.map(({ words }) => words), ...bodyClasses.flatMap(({ words }) => words)];
    expect(new Set(notedWords)).toEqual(new Set(inTables.map(({ source }) => source)));
    expect(Object.keys(statusMeanings)).toEqual(statusRows.map(({ status }) => String(status)));
  });
});
