import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parse, stringify } from "yaml";
import { createConfig } from "../../../generator/src/config.ts";
import { compile } from "../../../generator/src/pipeline.ts";
import { readSpec } from "../../../generator/src/spec/read.ts";
import { readCorpus, sample } from "../../corpus.ts";
import { lawRuns } from "../../law-runs.ts";
import { emitCases } from "../emit-cases.ts";
import { nasties } from "../hostile-texts.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Texts that YAML would read as something else, or not at all, were they not quoted. */
const odd = [
  ...["y", "no", "~", "<<", "=", "1", "012", "0x1", "1e3", ".inf", "2026-01-01", "a: b", "- a", "#", " x", "x ", "\t"],
  ...[
    "a\nb",
    "a\n\n b\n",
    "\n",
    "|",
    "> ",
    "%",
    "@",
    "!a",
    "&a",
    "*a",
    "?",
    "---",
    "...",
    "\r",
    "a\rb",
    "x".repeat(1100),
  ],
];
const text = fc.oneof(
  fc.constantFrom(...nasties, ...odd),
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
);
const values = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    // Whole numbers beyond 2^53 have a finding of their own.
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((one) => !Number.isInteger(one) || Math.abs(one) < 2 ** 53),
    text,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie("json")), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
})).json;

/** White space as JSON allows it between any two tokens. */
const spaces = fc.array(fc.constantFrom("", "", "", " ", "\n", "\t", "\r\n", "\n\n  ", "\r"), {
  minLength: 40,
  maxLength: 40,
  size: "max",
});

/** Writes a value as JSON, with some white space in turn and every character escaped or none that need not be. */
function write(value: Json, given: readonly string[], isEscaped: boolean): string {
  let used = 0;
  const space = (): string => given[used++ % given.length] ?? "";
  const quote = (one: string): string =>
    isEscaped
      ? `"${[...Array(one.length).keys()].map((at) => `\\u${one.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(one).replaceAll("/", "\\/");
  const go = (one: Json): string => {
    if (typeof one === "string") return space() + quote(one) + space();
    if (typeof one !== "object" || one === null) return space() + JSON.stringify(one) + space();
    const isList = Array.isArray(one);
    const members = isList
      ? one.map(go)
      : Object.entries(one).map(([key, inner]) => `${space()}${quote(key)}${space()}:${go(inner)}`);
    const inside = members.length === 0 ? space() : members.join(",");
    return space() + (isList ? `[${inside}]` : `{${inside}}`) + space();
  };
  return go(value);
}

describe("a spec says the same", { timeout: 3_600_000 }, () => {
  it("in JSON of any white space and spelling, in a .json and in a .yaml file", () => {
    fc.assert(
      fc.property(values, spaces, fc.boolean(), (value, given, isEscaped) => {
        const json = write(value, given, isEscaped);
        const expected = JSON.stringify(JSON.parse(json));
        const read = readSpec("spec.json", json);
        if (expected === "null") return;
        assert.deepEqual(read.findings, []);
        assert.equal(JSON.stringify(read.value), expected);
        // A file of YAML may start with a mark, and may not be indented with tabs.
        const yaml = readSpec("spec.yaml", json);
        if (yaml.findings.length === 0) assert.equal(JSON.stringify(yaml.value), expected);
      }),
      { numRuns: lawRuns(2000) },
    );
  });

  it("in YAML as a library writes it", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 20, 80), fc.constantFrom("\n", "\r\n"), (value, lineWidth, lineEnd) => {
        const written = stringify(value, { lineWidth });
        // A text with line ends of its own is not spelt with others.
        const yaml = written.includes("\r") ? written : written.replaceAll("\n", lineEnd);
        const expected = JSON.stringify(value);
        const { findings, value: read } = readSpec("spec.yaml", yaml);
        // What the library folds it does not always read back.
        if (JSON.stringify(parse(yaml, { uniqueKeys: false })) !== expected) return;
        // The library leaves these without quotes.
        if (/^\s*(?:- )*(?:<<|\ufeff)/m.test(yaml) || expected === "null") return;
        assert.deepEqual(findings, []);
        assert.equal(JSON.stringify(read), expected);
      }),
      { numRuns: lawRuns(2000) },
    );
  });

  it("to the generator, byte by byte", async () => {
    const config = createConfig({
      routers: { default: { primary: { provider: "openai", model: "gpt-5.4" }, fallbacks: [] } },
    });
    const cases = sample(emitCases(), lawRuns(10)).map((one): Json => readSpec(one.path, one.spec).value ?? null);
    const schemas = sample(readCorpus(), lawRuns(6)).map(({ schema }): Json => schema as Json);
    let emitted = 0;
    for (const value of [...cases, ...schemas]) {
      const [json, yaml, flow] = await Promise.all(
        [
          ["schemas/spec.json", JSON.stringify(value, null, 2)] as const,
          ["schemas/spec.yaml", stringify(value)] as const,
          ["schemas/spec.yaml", JSON.stringify(value)] as const,
        ].map(async ([path, source]) => {
          const { files, diagnostics } = await compile(new Map([[path, source]]), config);
          return {
            // The banner names the file, and nothing else does.
            files: files.map((file) => ({ ...file, text: file.text.replaceAll("spec.json", "spec.yaml") })),
            // What another YAML reader would take for something else is told of YAML alone.
            found: diagnostics
              .filter(({ code }) => code !== "boolean-lookalike")
              .map(({ code, message }) => `${code}: ${message}`)
              .sort(),
          };
        }),
      );
      assert.deepEqual(yaml, json);
      assert.deepEqual(flow, json);
      if (json !== undefined && json.files.length > 0) emitted++;
    }
    assert.ok(emitted > cases.length / 2);
  });
});
