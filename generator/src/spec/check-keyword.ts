import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { firstDraftOf, keywordStatus, keywordsOf, type SchemaObject } from "../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { draftUrls } from "./outline.ts";
import type { SpecDocument } from "./spec.ts";
import { nearestName } from "./suggest.ts";

/** Keywords that are refused, and why. */
export const refusedKeywords: Readonly<
  Record<string, { readonly code: string; readonly message: string; readonly hint: string }>
> = {
  tsType: {
    code: "ts-type",
    message: '"tsType" would paste text into generated code and is refused',
    hint: "say it in JSON Schema",
  },
  tsEnumNames: {
    code: "ts-type",
    message: '"tsEnumNames" would emit const enums and is refused',
    hint: "the type is a union of the enum's values",
  },
  $async: {
    code: "async-schema",
    message: '"$async" would turn validation into a promise and is refused',
    hint: "remove it",
  },
  nullable: {
    code: "nullable",
    message: '"nullable" belongs to OpenAPI and means nothing in JSON Schema',
    hint: 'write the type as a list: type: [string, "null"]',
  },
};

/** Finds a keyword that is refused, belongs to another draft, or is most likely misspelt. */
export function checkKeyword(keyword: string, draft: Draft, range: () => Diagnostic["range"]): Diagnostic[] {
  const refusal = Object.hasOwn(refusedKeywords, keyword) ? refusedKeywords[keyword] : undefined;
  if (refusal !== undefined) return [error(refusal.code, range(), refusal.message, refusal.hint)];
  switch (keywordStatus(keyword, draft)) {
    case "known":
      return [];
    case "other-draft": {
      const known = firstDraftOf(keyword);
      return [
        warning(
          "keyword-of-other-draft",
          range(),
          `${JSON.stringify(keyword)} is not a keyword of ${draft}`,
          `it came with ${known}: $schema: ${draftUrls[known]}`,
        ),
      ];
    }
    case "unknown": {
      const near = misspeltKeyword(keyword, draft);
      if (near === undefined) return [];
      return [
        warning(
          "misspelt-keyword",
          range(),
          `${JSON.stringify(keyword)} is not a JSON Schema keyword and is ignored`,
          `did you mean ${JSON.stringify(near)}?`,
        ),
      ];
    }
  }
}

const ownKeywords = ["x-stream", "x-media"];

/**
 * The keyword that an unknown one most likely is. Unknown keywords are legal, and many tools have their own; a slip
 * keeps the first letter and most of the others.
 */
export function misspeltKeyword(keyword: string, draft: Draft): string | undefined {
  if (keyword === "example") return undefined;
  if (keyword.startsWith("x-")) return ownKeywords.includes(keyword) ? undefined : nearestName(keyword, ownKeywords);
  const candidates = keywordsOf(draft).filter(
    (known) =>
      known[0] === keyword[0]?.toLowerCase() &&
      Math.abs(known.length - keyword.length) <= 2 &&
      // `note`, `net` and `ids` are keys of one's own, a letter away from keywords that are as short.
      (known.length > 3 || isReordered(keyword, known)),
  );
  return nearestName(keyword, candidates);
}

function isReordered(name: string, other: string): boolean {
  const sorted = (text: string): string => [...text.toLowerCase()].sort().join("");
  return sorted(name) === sorted(other);
}

/** Keywords of other languages, where their value shows that they were meant; JSON Schema passes over them. */
const foreignKeywords: Readonly<Record<string, { readonly fits: (value: Json) => boolean; readonly hint: string }>> = {
  ref: { fits: (value) => typeof value === "string" && /[#/]/.test(value), hint: 'did you mean "$ref"?' },
  min: { fits: (value) => typeof value === "number", hint: 'did you mean "minimum"?' },
  max: { fits: (value) => typeof value === "number", hint: 'did you mean "maximum"?' },
  values: { fits: isList, hint: 'did you mean "enum"?' },
  choices: { fits: isList, hint: 'did you mean "enum"?' },
  fields: { fits: isRecord, hint: 'did you mean "properties"?' },
  optional: {
    fits: (value) => typeof value === "boolean",
    hint: "what the object does not list under `required` is optional",
  },
};

/** Finds what people bring along from other languages. */
export function checkForeign(document: SpecDocument, node: SchemaObject, pointer: string): Diagnostic[] {
  const findings = Object.entries(node).flatMap(([keyword, value]): Diagnostic[] => {
    const known = Object.hasOwn(foreignKeywords, keyword) ? foreignKeywords[keyword] : undefined;
    if (known === undefined || !known.fits(value)) return [];
    const range = document.rangeOf(joinPointer(pointer, keyword), "key");
    const message = `${JSON.stringify(keyword)} is not a JSON Schema keyword and is ignored`;
    return [warning("misspelt-keyword", range, message, known.hint)];
  });
  for (const name of isRecord(node["properties"]) ? Object.keys(node["properties"]) : []) {
    if (!/^[A-Za-z_]\w*\?$/.test(name)) continue;
    findings.push(
      warning(
        "optional-mark",
        document.rangeOf(joinPointer(pointer, "properties", name), "key"),
        `the question mark is part of the name ${JSON.stringify(name)}`,
        `write ${name.slice(0, -1)}: what is not listed under \`required\` is optional`,
      ),
    );
  }
  return findings;
}
