import { knownFormats } from "../../../runtime/src/schema/formats.ts";
import type { Draft } from "../../../runtime/src/schema/json.ts";
import type { SchemaObject, Subschema } from "../../../runtime/src/schema/keywords.ts";
import { isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { checkForeign, checkKeyword } from "./check-keyword.ts";
import { checkPattern } from "./check-pattern.ts";
import { checkOrder, checkRequired } from "./check-properties.ts";
import { checkType } from "./check-type.ts";
import { checkValues } from "./check-values.ts";
import { showValue } from "./explain.ts";
import { checkNeverValid } from "./never-valid.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

/** Checks the keywords of one schema, one by one; `via` is the keyword that leads to it. */
export function checkNode(
  document: SpecDocument,
  node: SchemaObject,
  pointer: string,
  draft: Draft,
  via?: Subschema,
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const at = (...steps: (string | number)[]): Diagnostic["range"] => document.rangeOf(joinPointer(pointer, ...steps));

  for (const keyword of Object.keys(node)) {
    findings.push(...checkKeyword(keyword, draft, () => document.rangeOf(joinPointer(pointer, keyword), "key")));
  }

  if ("type" in node) findings.push(...checkType(document, joinPointer(pointer, "type"), node["type"]));
  if ("x-stream" in node && node["x-stream"] !== "complete") {
    findings.push(
      error("unknown-x-stream", at("x-stream"), `"x-stream" must be "complete", not ${showValue(node["x-stream"])}`),
    );
  }
  if ("x-media" in node && node["x-media"] !== "image" && node["x-media"] !== "file") {
    findings.push(
      error("unknown-x-media", at("x-media"), `"x-media" must be "image" or "file", not ${showValue(node["x-media"])}`),
    );
  }

  const format = node["format"];
  if (typeof format === "string" && !knownFormats.includes(format)) {
    findings.push(
      warning(
        "unknown-format",
        at("format"),
        `the format ${JSON.stringify(format)} is not known and is not checked`,
        didYouMean(format, knownFormats),
      ),
    );
  }
  if (typeof node["pattern"] === "string") findings.push(...checkPattern(node["pattern"], at("pattern")));
  const patterns = node["patternProperties"];
  if (isRecord(patterns)) {
    for (const pattern of Object.keys(patterns)) {
      findings.push(
        ...checkPattern(pattern, document.rangeOf(joinPointer(pointer, "patternProperties", pattern), "key")),
      );
    }
  }
  findings.push(...checkForeign(document, node, pointer));
  findings.push(...checkOrder(document, node, pointer));
  findings.push(...checkRequired(document, node, pointer, via));
  findings.push(...checkValues(document, node, pointer));
  // What is denied or only asked may well be impossible.
  if (via?.keyword !== "not" && via?.keyword !== "if") findings.push(...checkNeverValid(document, node, pointer));
  return findings;
}
