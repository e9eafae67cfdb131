import assert from "node:assert/strict";
import type { SourceRange } from "../../../generator/src/diagnostics/diagnostic.ts";

/** What every finding has, whichever part of the product made it. */
interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly range: SourceRange;
}

/** Fails where a finding stands outside of the texts it is about, or says what only a fault of ours could say. */
export function assertInside(findings: readonly Finding[], texts: ReadonlyMap<string, string>): void {
  for (const { code, message, hint = "", range } of findings) {
    const text = texts.get(range.path);
    assert.ok(text !== undefined, `${code} is about ${range.path}, which is none of the files`);
    const lines = text.replace(/^\ufeff/, "").split("\n");
    const { start, end } = range;
    for (const { line, column } of [start, end]) {
      const length = lines[line - 1]?.length;
      const isInside = length !== undefined && column >= 1 && column <= length + 1;
      assert.ok(isInside, `${code} is at ${line}:${column}, and the text has ${lines.length} lines`);
    }
    assert.ok(start.line < end.line || (start.line === end.line && start.column <= end.column), `${code} ends early`);
    assert.ok(!/\[object |undefined is|is not a function|\bNaN\b/.test(message + hint), `${code}: ${message} ${hint}`);
    assert.notEqual(message, "");
  }
}
