import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  applyBaseline,
  fingerprintFindings,
  formatBaseline,
  parseBaseline,
  updateBaseline,
} from "../../../generator/src/lint/baseline.ts";
import { lintText } from "./lint-text.ts";

const spec = `description: d
output:
  type: object
  properties:
    a: { type: string }
    b: { type: string }
`;
const everything = (): boolean => true;
const find = async (text: string) => fingerprintFindings((await lintText(text, { lint: {} })).findings);

describe("a baseline of lint", () => {
  it("sets aside what it holds and nothing else", async () => {
    const entries = updateBaseline(await find(spec), [], everything);
    assert.equal(entries.length, 2);
    const more = `${spec}    c: { type: string }\n`;
    const { fresh, known, gone } = applyBaseline(await find(more), entries, everything);
    assert.deepEqual([fresh.map(({ at }) => at), known, gone.length], [["/output/properties/c"], 2, 0]);
  });

  it("knows its findings again after lines have moved", async () => {
    const entries = updateBaseline(await find(spec), [], everything);
    const moved = spec.replace("output:", "\n# more\n\noutput:");
    assert.deepEqual(applyBaseline(await find(moved), entries, everything).fresh, []);
  });

  it("tells what is gone, and drops it with the next update", async () => {
    const entries = updateBaseline(await find(spec), [], everything);
    const less = await find(spec.replace("    b: { type: string }\n", ""));
    assert.equal(applyBaseline(less, entries, everything).gone.length, 1);
    assert.equal(updateBaseline(less, entries, everything).length, 1);
  });

  it("keeps the entries of files that were not looked at", async () => {
    const other = { fingerprint: "f", rule: "recursion", path: "schemas/other.yaml" };
    const isLookedAt = (path: string): boolean => path !== other.path;
    assert.deepEqual(applyBaseline([], [other], isLookedAt).gone, []);
    assert.deepEqual(updateBaseline([], [other], isLookedAt), [other]);
  });

  it("counts repeats: a second finding of the same words is new", async () => {
    const [first] = await find(spec);
    assert.ok(first);
    const twice = fingerprintFindings([first.finding, first.finding]);
    const entries = updateBaseline([first], [], everything);
    assert.equal(applyBaseline(twice, entries, everything).fresh.length, 1);
  });

  it("holds nothing that generate refuses", async () => {
    const refused = await find("output: { type: strng }\n");
    assert.deepEqual(updateBaseline(refused, [], everything), []);
    const entries = refused.map(({ fingerprint }) => ({
      fingerprint,
      rule: "spec-invalid",
      path: "schemas/spec.yaml",
    }));
    assert.equal(applyBaseline(refused, entries, everything).fresh.length, 1);
  });

  it("is read as it was written, the same bytes for the same findings", async () => {
    const entries = updateBaseline(await find(spec), [], everything);
    const text = formatBaseline(entries);
    assert.deepEqual(parseBaseline(text), entries);
    assert.equal(formatBaseline(updateBaseline((await find(spec)).toReversed(), [], everything)), text);
    assert.deepEqual(parseBaseline(formatBaseline([])), []);
    for (const bad of ["", "[]", "{}", '{"version":2,"findings":[]}', '{"version":1,"findings":[1]}'])
      assert.equal(parseBaseline(bad), undefined, bad);
  });
});
