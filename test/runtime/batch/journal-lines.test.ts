import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readLines } from "../../../runtime/src/batch/file/journal-lines.ts";

const folder = mkdtempSync(join(tmpdir(), "outspec-lines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines that are read from a text, and where the rest begins. */
async function linesIn(text: string): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  const path = join(folder, "lines");
  writeFileSync(path, text);
  const file = await open(path);
  const lines: string[] = [];
  const reading = readLines(file);
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      await file.close();
      return { lines, end: next.value };
    }
    const line = new TextDecoder().decode(next.value.bytes);
    expect(Buffer.from(text).subarray(next.value.offset).toString().startsWith(`${line}\n`)).toBe(true);
    lines.push(line);
  }
}

describe("the lines of a file", () => {
  it.each([
    ["", [], 0],
    ["one", [], 0],
    ["one\n", ["one"], 4],
    ["one\n\ntwo", ["one", ""], 5],
    ["ä😀\n{}\n", ["ä😀", "{}"], 10],
  ] as const)("are whole ones only: %j", async (text, lines, end) => {
    expect(await linesIn(text)).toEqual({ lines, end });
  });

  it("are the same wherever the chunks in which they are read meet them", async () => {
    const chunk = 256 * 1024;
    for (const length of [-2, -1, 0, 1, 2].map((more) => chunk + more)) {
      const lines = ["x".repeat(length), "y", "z".repeat(2 * chunk - 2), "ä".repeat(chunk)];
      expect((await linesIn(`${lines.join("\n")}\n`)).lines).toEqual(lines);
    }
  });
});
