import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { abridge } from "../../../../generator/src/report/review/abridge.ts";
import { formatReviewJson } from "../../../../generator/src/report/review/json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { completeReport } from "./read-case.ts";

const members = Array.from({ length: 6000 }, (_, index) => `member_${index}`);

describe("a value in a report for tools", () => {
  it("is whole where it is short", () => {
    const value = { enum: members.slice(0, 200) };
    assert.equal(abridge(value), value);
  });

  it("has the first and last members of a long list, and says how many are left out", () => {
    assert.deepEqual(abridge({ enum: members }), {
      enum: [...members.slice(0, 5), { "…": "5,990 more" }, ...members.slice(-5)],
    });
  });

  it("has the first and last keys of a large object, whatever they are called", () => {
    const value: Json = JSON.parse(`{"__proto__":1,${members.map((name) => `"${name}":0`).join()}}`);
    const cut = abridge(value) as object;
    assert.deepEqual(Object.keys(cut).slice(0, 2), ["__proto__", "member_0"]);
    assert.equal((cut as { readonly "…": string })["…"], "5,991 more");
    assert.equal(Object.keys(cut).length, 11);
  });

  it("has both ends of a long text", () => {
    const cut = abridge(`a${"x".repeat(9998)}z`);
    assert.equal(cut, `a${"x".repeat(199)}… 9,600 more characters …${"x".repeat(199)}z`);
    assert.ok(!/[\ud800-\udfff](?![\udc00-\udfff])/.test(String(abridge("😀".repeat(5000))).replaceAll("😀", "")));
  });

  it("is a count where nothing else is short enough", () => {
    let deep: Json = "end";
    for (let index = 0; index < 7; index++) deep = [deep, deep, deep, deep];
    assert.deepEqual(abridge(deep), { "…": `${JSON.stringify(deep).length.toLocaleString("en")} characters` });
  });

  it("is never much longer than 4,000 characters, and the same every time", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (one) => {
        const value = Array.from({ length: 50 }, () => [one, "x".repeat(90)]) as Json;
        const cut = JSON.stringify(abridge(value));
        assert.ok(cut.length <= 4000, cut);
        assert.equal(JSON.stringify(abridge(structuredClone(value) as Json)), cut);
      }),
    );
  });
});

describe("a report for tools of a thousand replaced values", () => {
  it("repeats no long list with each of them, and keeps their fingerprints", () => {
    const findings = members.slice(0, 2000).map((value, index) => ({
      rule: index % 2 === 0 ? "enum-value-added" : "enum-value-removed",
      data: { value },
      before: { enum: members.slice(0, 1000) },
      after: { enum: members.slice(1000, 2000) },
      witness: { consumer: members },
      fingerprint: index.toString(16).padStart(8, "0"),
    }));
    const text = formatReviewJson(completeReport({ specs: [{ id: "A", path: "a.yaml", findings }] }));
    assert.ok(text.length < 5_000_000, String(text.length));
    const { specs } = JSON.parse(text) as {
      readonly specs: readonly [{ readonly findings: readonly { fingerprint: string }[] }];
    };
    assert.deepEqual(
      specs[0].findings.map((one) => one.fingerprint).sort(),
      findings.map((one) => one.fingerprint).sort(),
    );
  });
});
