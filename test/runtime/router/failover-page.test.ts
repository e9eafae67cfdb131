import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failoverPage } from "../../../runtime/scripts/failover-tables.ts";
import { bodyClasses, labelRows, statusRows } from "../../../runtime/src/providers/fault-tables.ts";
import { failoverTable } from "../../../runtime/src/router/failover-policy.ts";
import { blocksOf, compileBlocks } from "../../documentation/compile-blocks.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/failover.md"), "utf8");

describe("docs/failover.md", () => {
  it("has the tables that the runtime works by", () => {
    expect(failoverPage(page)).toBe(page);
  });

  it("has a row for every error code, status, label and word", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    // A head and a rule for each of the four tables.
    const counted = Object.keys(failoverTable).length + statusRows.length + labelRows.length + bodyClasses.length;
    expect(rows).toHaveLength(counted + 8);
    for (const code of Object.keys(failoverTable)) expect(page).toContain(`\n| \`${code}\` |`);
    for (const { status } of statusRows) expect(page).toContain(`\n| ${status} |`);
  });

  it("has TypeScript that compiles as it stands", () => {
    expect(compileBlocks(blocksOf(page, "ts"))).toBe("");
  }, 60_000);
});
