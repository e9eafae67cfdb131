import assert from "node:assert/strict";
import fc from "fast-check";
import createMarkdown from "markdown-it";
import { describe, it } from "vitest";
import { formatReviewGithub } from "../../../../generator/src/report/review/github.ts";
import { formatReviewJson } from "../../../../generator/src/report/review/json.ts";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { formatReviewPretty } from "../../../../generator/src/report/review/pretty.ts";
import type { ReviewReport } from "../../../../generator/src/review/report-model.ts";
import { diffRules } from "../../../../generator/src/review/rules/diff-rules.ts";
import { lawRuns } from "../../../law-runs.ts";
import { nasties } from "../../hostile-texts.ts";
import { caseNames, completeReport, readCase, type WrittenFinding } from "./read-case.ts";
import { renderAll } from "./render-all.ts";

const pieces = [
  "::error::pwned",
  "##[error]pwned",
  "##vso[task.complete]",
  "\n",
  "\r\n",
  "\r",
  "%0A",
  "%",
  ":",
  ",",
  "`",
  "``",
  "```",
  "@someone",
  "#12",
  "GH-3",
  "|",
  "**",
  "~~",
  "_",
  "\\",
  "<!--",
  "-->",
  "</details>",
  "<details>",
  "<img src=x onerror=alert(1)>",
  "[words](https://evil.example)",
  "![x](https://evil.example)",
  "https://evil.example",
  "www.evil.example",
  "&lt;b&gt;",
  "&#60;",
  "$x$",
  "- ",
  "# ",
  "> ",
  "1. ",
  "    ",
  "\t",
  "===",
  "\u001b[31m",
  "\u0000",
  "\u202e",
  "\u2066",
  "\u2028",
  "\ud800",
  "deadbeef12",
  "a",
  " ",
  "…",
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...nasties), fc.string({ maxLength: 5 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

const json = fc.oneof(hostile, fc.dictionary(hostile, hostile, { maxKeys: 3 }), fc.array(hostile, { maxLength: 3 }));

const place = fc.tuple(
  hostile,
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 3, max: 4 }),
  fc.integer({ min: 30, max: 40 }),
);

const finding: fc.Arbitrary<WrittenFinding> = fc
  .record(
    {
      rule: fc.constantFrom(...diffRules.keys()),
      data: fc.record(
        Object.fromEntries(
          [
            ...new Set(
              [...diffRules.values()]
                .flatMap((rule) => [...rule.template.matchAll(/\{(\w+)\}/g)])
                .map(([, name]) => name ?? ""),
            ),
          ].map((name) => [name, hostile]),
        ),
      ),
      severity: fc.constantFrom("breaking" as const, "dangerous" as const, "behaviour" as const, "safe" as const),
      consumer: fc.constantFrom("breaking" as const, "dangerous" as const, "safe" as const),
      stored: fc.constantFrom("breaking" as const, "dangerous" as const, "safe" as const),
      at: hostile.map((text) => `/output/properties/${text}`),
      side: fc.constantFrom("before" as const, "after" as const),
      fingerprint: hostile,
      notes: fc.array(hostile, { maxLength: 4 }),
      before: json,
      witness: fc.record({ consumer: json, stored: json }, { requiredKeys: [] }),
      location: place,
      baseLocation: place,
      accepted: fc.record({ reason: hostile, until: hostile }),
    },
    { requiredKeys: ["rule", "data", "severity", "consumer", "stored", "at", "side", "fingerprint", "notes"] },
  )
  .map((one) => one);

const report: fc.Arbitrary<ReviewReport> = fc
  .record({
    specs: fc.array(
      fc.record({
        id: hostile,
        path: hostile,
        basePath: hostile,
        findings: fc.array(finding, { maxLength: 4 }),
        impact: fc.array(hostile, { maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
    general: fc.array(finding, { maxLength: 2 }),
    warnings: fc.array(hostile, { maxLength: 2 }),
    base: fc.record({ kind: fc.constant("git" as const), ref: hostile, note: hostile }),
    head: fc.record({ kind: fc.constant("git" as const), ref: hostile }),
  })
  .map(completeReport);

/** As hosts do it: tags are let through, and bare addresses become links. */
const markdown = createMarkdown({ html: true, linkify: true });
// Hosts want more than a dot to see an address in a word; `www.` is looked for below.
markdown.linkify.set({ fuzzyLink: false });

const runs = { numRuns: lawRuns(300) };

/** Control and direction characters, but for the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe("whatever a spec holds", () => {
  it("starts no command in a job log, and no escape sequence in a terminal", () => {
    fc.assert(
      fc.property(report, hostile, (one, source) => {
        const text = formatReviewPretty(one, { textOf: () => `${source}\n${source}\n${source}`, color: false });
        assert.doesNotMatch(text, control);
        assert.doesNotMatch(text, /##\w*\[/);
        for (const line of text.split("\n")) assert.doesNotMatch(line, /^\s*::/);
      }),
      runs,
    );
  });

  it("reads the same in colour, and no colour is of its choosing", () => {
    fc.assert(
      fc.property(report, (one) => {
        const plain = formatReviewPretty(one, { textOf: () => undefined, color: false });
        const colored = formatReviewPretty(one, { textOf: () => undefined, color: true });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out.
        assert.equal(colored.replace(/\u001b\[\d+m/g, "").replaceAll("~~", ""), plain.replaceAll("~~", ""));
      }),
      { numRuns: lawRuns(100) },
    );
  });

  it("stays inside of the one workflow command it belongs to", () => {
    fc.assert(
      fc.property(report, (one) => {
        const text = formatReviewGithub(one, "app/");
        assert.doesNotMatch(text, control);
        for (const line of text.split("\n").slice(0, -1)) {
          assert.match(line, /^::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,]*(?:,(?!:)|(?=::)))+::/);
          const properties = /^::\w+ (.*?)::/.exec(line)?.[1] ?? "";
          const keys = properties.split(",").map((property) => property.split("=")[0]);
          const known = keys.length === 1 ? ["title"] : ["file", "line", "endLine", "col", "endColumn", "title"];
          assert.deepEqual(keys, known);
          assert.doesNotMatch(line, /%(?!25|0A|0D|3A|2C)/);
        }
      }),
      runs,
    );
  });

  it("is neither markup nor a mention nor a link in a comment, and ends nothing", () => {
    const allowed =
      /^(?:!-- schema-review:default --|\/?(?:h3|p|table|thead|tbody|tr|th|td|strong|em|del|s|code|pre|ul|li|details|summary|br))$/;
    fc.assert(
      fc.property(report, (one) => {
        const text = formatReviewMarkdown(one);
        const html = markdown.render(text);
        const tags = [...html.matchAll(/<([a-z/!][^>]*)>/gi)].map(([, tag]) => tag ?? "");
        for (const tag of tags) assert.match(tag, allowed, text);
        assert.equal(tags.filter((tag) => tag.startsWith("!--")).length, 1);
        const count = (tag: string): number => tags.filter((other) => other === tag).length;
        assert.equal(count("details"), count("/details"));
        const words = html.replace(/<code>[\s\S]*?<\/code>/g, "·").replace(/&#?\w+;/g, "·");
        assert.doesNotMatch(words, /@[A-Za-z0-9]|https?:\/\/|www\.|#\d|GH-\d/);
        assert.doesNotMatch(text, control);
        assert.doesNotMatch(text, /^\s*::|##\w*\[/m);
        assert.ok(text.length <= 60_000);
      }),
      runs,
    );
  });

  it("comes out of JSON as it went in, and is escaped in its text", () => {
    fc.assert(
      fc.property(report, (one) => {
        const text = formatReviewJson(one);
        assert.doesNotMatch(text, control);
        assert.doesNotMatch(text, /##\w*\[/);
        const read = JSON.parse(text) as { readonly specs: readonly { readonly path: string }[] };
        assert.deepEqual(read.specs.map(({ path }) => path).sort(), one.specs.map(({ path }) => path).sort());
      }),
      runs,
    );
  });
});

describe("equal reviews", () => {
  const shuffled = <T>(list: readonly T[]): readonly T[] => [...list].reverse();

  it("give equal bytes, however their findings were collected", () => {
    fc.assert(
      fc.property(report, (one) => {
        const other = {
          ...one,
          general: shuffled(one.general),
          specs: shuffled(one.specs.map((spec) => ({ ...spec, findings: shuffled(spec.findings) }))),
        };
        assert.deepEqual(renderAll(other), renderAll(one));
      }),
      { numRuns: lawRuns(100) },
    );
    for (const name of caseNames) {
      const { report: one } = readCase(name);
      const other = {
        ...one,
        specs: shuffled(one.specs.map((spec) => ({ ...spec, findings: shuffled(spec.findings) }))),
      };
      assert.deepEqual(renderAll(other), renderAll(one));
    }
  });
});
