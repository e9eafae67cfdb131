import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { parse, stringify } from "yaml";
import { type Files, reviewFiles, type Told } from "./review-files.ts";

const folder = join(import.meta.dirname, "cases");

/** The new versions of all golden cases, those that are the same once. */
function projects(): readonly (readonly [name: string, files: Files])[] {
  const all = readdirSync(folder).map((name): [string, Files] => {
    const root = join(folder, name, "after");
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(root, path)).isFile(),
    );
    return [name, Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]))];
  });
  return [...new Map(all.map(([name, files]) => [JSON.stringify(files), [name, files] as const])).values()];
}

/** The same files with the texts of specs written in another way. */
function rewrite(files: Files, write: (text: string) => string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text === undefined || !path.startsWith("schemas/") ? text : write(text),
    ]),
  );
}

const withoutModels = "schemas: schemas\n";

function shown({ findings }: Told): string {
  return JSON.stringify(findings.map(({ rule, at, message }) => `${rule} ${at}: ${message}`));
}

/** Ways to write the same file. None of them changes the order of properties, which models see. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  "with line ends of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "with a byte order mark": (text) => `\uFEFF${text}`,
  "as JSON, which is YAML": (text) => JSON.stringify(parse(text), null, 2),
  "in flow style": (text) => stringify(parse(text), { collectionStyle: "flow", lineWidth: 0 }),
  "in block style, everything quoted": (text) =>
    stringify(parse(text), { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 }),
  "indented by four": (text) => stringify(parse(text), { indent: 4, lineWidth: 0 }),
  "with a comment on every line of the schema": (text) =>
    `# Reviewed.\n${text.replaceAll(/^(output|input):$/gm, "$1: # here")}`,
  "with its parts in another order": (text) => stringify(Object.fromEntries(Object.entries(parse(text)).reverse())),
};

describe("a project is the same", () => {
  for (const [name, write] of Object.entries(spellings))
    it(`with its specs ${name}`, { timeout: 60_000 }, async () => {
      for (const [which, files] of projects()) {
        const after = rewrite(files, write);
        assert.notDeepEqual(after, files, which);
        const told = await reviewFiles(files, after);
        assert.deepEqual(told.findings, [], `${which}: ${shown(told)}`);
        assert.equal(told.report.gate.failed, false);
        const back = await reviewFiles(after, files);
        assert.deepEqual(back.findings, [], `${which}: ${shown(back)}`);
      }
    });

  it("with the extension of the other kind of file", async () => {
    for (const [which, files] of projects()) {
      const { "outspec.yaml": _, ...specs } = files;
      if (JSON.stringify(specs).includes('$ref: \\"./')) continue;
      const renamed = Object.fromEntries(
        Object.entries(specs).map(([path, text]) => [path.replace(/\.yaml$/, ".yml"), text]),
      );
      const config = { "outspec.yaml": withoutModels };
      const told = await reviewFiles({ ...config, ...specs }, { ...config, ...renamed });
      // The file is another one; types and functions are the same, whose names come from the stem.
      assert.deepEqual([...new Set(told.findings.map(({ rule }) => rule))], ["spec-moved"], `${which}: ${shown(told)}`);
      assert.deepEqual([told.consumer, told.stored, told.behaviour], ["safe", "safe", false]);
    }
  });
});
