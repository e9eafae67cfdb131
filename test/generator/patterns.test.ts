import assert from "node:assert/strict";
import { backtracksWithoutEnd } from "@outspec/runtime/validation/patterns/pattern-backtracking";
import { describe, it } from "vitest";
import { diagnose } from "./diagnose.ts";

describe("a pattern whose time nobody knows", () => {
  for (const pattern of ["^(a+)\\1$", "^(?<word>\\w+) \\k<word>$", "^(?:a|ab){1,5000}c$"])
    it(`is a finding: ${pattern}`, async () => {
      const spec = JSON.stringify({ type: "object", properties: { a: { type: "string", pattern } } });
      const { diagnostics } = await diagnose(new Map([["a.json", spec]]));
      assert.ok(diagnostics.some(({ code }) => code === "backtracking-pattern"));
    });
});

describe("a pattern that backtracks without end", () => {
  const endless = [
    "^(a+)+$",
    "^(a*)*$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^([a-z]+)*!$",
    "^(\\w+\\s?)+$",
    "^(\\w+\\s*)+$",
    "^(\\d{1,20})+$",
    "^(a?b?)*$",
    "^(.*,)*x$",
    "(x+x+)+y",
    "^([0-9a-f]|[a-z])+$",
    "^(?:(?:a|b)+c?)+$",
    "^(?<word>\\p{L}+)+$",
    "([\\w.-]+)+@",
    "^(a|(b|b)*c)*",
    "^(\\s|[ \\t])*$",
  ];
  for (const pattern of endless) it(`is ${pattern}`, () => assert.equal(backtracksWithoutEnd(pattern), true));

  const sound = [
    "^a+$",
    "^[a-z]+(-[a-z]+)*$",
    "^(\\d+\\.)*\\d+$",
    "^(?:[A-Z][a-z]*)+$",
    "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    "^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-(?:[0-9A-Za-z-]+)(?:\\.[0-9A-Za-z-]+)*)?$",
    "^([0-9a-f]{2}:){5}[0-9a-f]{2}$",
    "^#(?:[0-9a-f]{3}){1,2}$",
    "(a+)+",
    "^(a+)+",
    "^(?=.*\\d)(?=.*[a-z]).{8,}$",
    '^("[^"]*",?)*$',
    "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
    "",
    "^$",
    "^[]$",
    "^[^]*$",
    "^(a|b|ab)?$",
    "\\u{1F600}+",
  ];
  for (const pattern of sound) it(`is not ${pattern}`, () => assert.equal(backtracksWithoutEnd(pattern), false));
});
