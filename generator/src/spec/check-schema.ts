import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { metaSchemaErrors } from "./ajv-instances.ts";
import { checkPattern } from "./check-pattern.ts";
import { butIs, explainErrors, nounOf, showValue } from "./explain.ts";
import { knownFormats } from "./formats.ts";
import { firstDraftOf, keywordStatus, keywordsOf, type Subschema, walkSchemas } from "./keywords.ts";
import { limits } from "./limits.ts";
import { checkNeverValid } from "./never-valid.ts";
import { chooseDraft, type DraftChoice, draftUrls } from "./outline.ts";
import { atPointer, isList, isRecord, joinPointer } from "./pointer.ts";
import type { Draft, Json } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean, nearestName } from "./suggest.ts";

type SourcePlace = Diagnostic["range"]["start"];

const types = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** What people write who know other languages' names. */
const typeSynonyms: Readonly<Record<string, string>> = {
  str: "string",
  text: "string",
  int: "integer",
  long: "integer",
  float: "number",
  double: "number",
  decimal: "number",
  bool: "boolean",
  list: "array",
  tuple: "array",
  set: "array",
  dict: "object",
  map: "object",
  record: "object",
  struct: "object",
  none: "null",
  nil: "null",
  undefined: "null",
};

/**
 * Checks one JSON Schema of a document: its keywords one by one, then the whole against its draft's meta-schema. `known`
 * is the draft of a schema that stands inside another.
 */
export async function checkSchema(
  document: SpecDocument,
  pointer: string,
  known?: DraftChoice,
): Promise<readonly Diagnostic[]> {
  const schema = atPointer(document.value, pointer);
  if (schema === undefined || typeof schema === "boolean") return [];
  const choice = known ?? chooseDraft(schema);
  const findings = known === undefined ? checkDraft(document, pointer, schema) : [];
  if (choice.because === "unknown") return findings;
  walkSchemas(schema, pointer, (node, place, via) => {
    if (isRecord(node) && findings.length <= limits.findings)
      findings.push(...checkNode(document, node, place, choice.draft, via));
  });

  const judged = findings.filter(({ severity }) => severity === "error").map(({ range }) => range);
  const errors = await metaSchemaErrors(choice.draft, draftUrls[choice.draft], schema);
  const schemaPlaces = lazy(() => placesOf(schema));
  const explained = explainErrors(errors.slice(0, limits.findings + 1), schema).flatMap((explanation): Diagnostic[] => {
    const place = pointer + explanation.pointer;
    const range = document.rangeOf(place, explanation.what);
    // A keyword that was judged by hand has a better message already.
    if (judged.some((other) => sameOrInside(other, range) || sameOrInside(range, other))) return [];
    const value = atPointer(document.value, place);
    const isSchemaPlace =
      explanation.kind === "wrong-value" &&
      /\b(object|true or false)/.test(explanation.message) &&
      schemaPlaces().has(explanation.pointer);
    if (isSchemaPlace) {
      const hint = typeof value === "string" ? hintForText(value) : undefined;
      return [
        error(
          "invalid-schema",
          document.rangeOf(place, value === null ? "key" : "value"),
          `${nounOf(place)} must be a schema (an object of keywords, true or false), ${butIs(value)}`,
          hint,
        ),
      ];
    }
    const hint = explanation.hint ?? hintFor(place, value);
    return [error("invalid-schema", range, explanation.message, hint)];
  });
  return mergeRepeats([...findings, ...explained]);
}

/** Keeps the first of the warnings that say the same: a team's own keyword may stand in a file a hundred times. */
function mergeRepeats(findings: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const key =
      finding.severity === "warning"
        ? `${finding.code} ${finding.message}`
        : JSON.stringify([finding.code, finding.range]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || first.severity === "error" || others.length === 0)
      return first === undefined ? [] : [first, ...others];
    return [
      {
        ...first,
        message: `${first.message} (here and in ${others.length} more ${others.length === 1 ? "place" : "places"})`,
      },
    ];
  });
}

function sameOrInside(inner: Diagnostic["range"], outer: Diagnostic["range"]): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: SourcePlace, b: SourcePlace): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** The places where schemas stand. */
function placesOf(schema: Json): ReadonlySet<string> {
  const places = new Set<string>();
  walkSchemas(schema, "", (_, place) => {
    places.add(place);
  });
  return places;
}

/** Computes a value when it is first asked for. */
function lazy<T>(compute: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: compute() };
    return done.value;
  };
}

/** What a text where a schema belongs was most likely meant to be: a type, or a line without its colon or space. */
function hintForText(text: string): string | undefined {
  if (types.includes(text)) return `did you mean { type: ${text} }?`;
  const [, keyword = "", value = ""] = /^(\$?[A-Za-z]+)(?:\s*=\s*|\s*:|\s+)(\S.{0,40})$/.exec(text) ?? [];
  return keywordStatus(keyword, "2020-12") === "known"
    ? `a key ends with a colon and a space: ${keyword}: ${value}`
    : undefined;
}

function hintFor(place: string, value: Json | undefined): string | undefined {
  if (place.endsWith("/$ref") && value === null) return "in YAML # starts a comment: put the reference in quotes";
  if (place.endsWith("/enum") && (typeof value === "string" || typeof value === "number" || typeof value === "boolean"))
    return `a list, even of one value: [${typeof value === "string" ? yamlText(value) : value}]`;
  if (place.endsWith("/required") && typeof value === "string") return `a list, even of one name: [${yamlText(value)}]`;
  if (place.endsWith("/required") && typeof value === "boolean")
    return "list the required names on the object itself: required: [name]";
  if (
    /\/(minimum|maximum|min\w+|max\w+|multipleOf)$/.test(place) &&
    typeof value === "string" &&
    value !== "" &&
    Number.isFinite(Number(value))
  )
    return `remove the quotes: ${value}`;
  return undefined;
}

/** A text as it stands in a YAML list, in quotes where it needs them. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function checkDraft(document: SpecDocument, pointer: string, schema: Json): Diagnostic[] {
  const choice = chooseDraft(schema);
  const place = joinPointer(pointer, "$schema");
  switch (choice.because) {
    case "unknown":
      return [
        error(
          "unknown-draft",
          document.rangeOf(place),
          `${showValue(atPointer(schema, "/$schema"))} is not a JSON Schema draft that Outspec reads`,
          `known:\n${Object.values(draftUrls)
            .reverse()
            .map((url) => `  ${url}`)
            .join("\n")}`,
        ),
      ];
    case "inferred":
      return [
        warning(
          "inferred-draft",
          document.rangeOf(pointer + choice.pointer, "key"),
          `read as ${choice.draft}, because ${choice.sign}`,
          `say so: $schema: ${draftUrls[choice.draft]}`,
        ),
      ];
    case "stated":
      if (choice.draft !== "draft-04") return [];
      return [
        warning(
          "old-draft",
          document.rangeOf(place),
          "draft-04 is read, but newer drafts say more and are checked better",
          `state ${draftUrls["draft-07"]} or a later one`,
        ),
      ];
    case "default":
      return [];
  }
}

function checkNode(
  document: SpecDocument,
  node: { readonly [keyword: string]: Json },
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

function checkKeyword(keyword: string, draft: Draft, range: () => Diagnostic["range"]): Diagnostic[] {
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
function misspeltKeyword(keyword: string, draft: Draft): string | undefined {
  if (keyword.length < 4 || keyword === "example") return undefined;
  if (keyword.startsWith("x-")) return ownKeywords.includes(keyword) ? undefined : nearestName(keyword, ownKeywords);
  const candidates = keywordsOf(draft).filter(
    (known) => known[0] === keyword[0]?.toLowerCase() && Math.abs(known.length - keyword.length) <= 2,
  );
  return nearestName(keyword, candidates);
}

function checkType(document: SpecDocument, pointer: string, value: Json | undefined): Diagnostic[] {
  if (isList(value)) return value.flatMap((type, index) => checkType(document, joinPointer(pointer, index), type));
  const range = document.rangeOf(pointer);
  if (value === null)
    return [
      error(
        "unknown-type",
        range,
        "an unquoted null is YAML's empty value, not the name of a type",
        'put it in quotes: "null"',
      ),
    ];
  if (typeof value !== "string" || types.includes(value)) return [];
  const name = value.toLowerCase();
  if (name === "any" || name === "unknown")
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        "leave `type` out to allow any value",
      ),
    ];
  if (name === "date" || name === "datetime" || name === "timestamp") {
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        `did you mean { type: string, format: ${name === "date" ? "date" : "date-time"} }?`,
      ),
    ];
  }
  if (name === "enum")
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        "leave `type` out: `enum` says it all",
      ),
    ];
  const typescript = hintForTypeScript(value);
  if (typescript !== undefined)
    return [error("unknown-type", range, `${JSON.stringify(value)} is not a JSON Schema type`, typescript)];
  const synonym = Object.hasOwn(typeSynonyms, name) ? typeSynonyms[name] : undefined;
  const hint = synonym === undefined ? didYouMean(value, types) : `did you mean ${JSON.stringify(synonym)}?`;
  return [
    error(
      "unknown-type",
      range,
      `${JSON.stringify(value)} is not a JSON Schema type`,
      hint ?? `the types are ${types.join(", ")}`,
    ),
  ];
}

/** How JSON Schema says a type that is written as in TypeScript. */
function hintForTypeScript(text: string): string | undefined {
  const element = /^([a-z]+)\[\]$/.exec(text)?.[1];
  if (element !== undefined && types.includes(element))
    return `did you mean { type: array, items: { type: ${element} } }?`;
  if (!text.includes("|") || text.length > 200) return undefined;
  const options = text.split("|").map((option) => option.trim());
  if (options.every((option) => types.includes(option)))
    return `did you mean [${options.map((option) => (option === "null" ? '"null"' : option)).join(", ")}]?`;
  const values = options.map((option) => /^(["'])(.*)\1$/.exec(option)?.[2]);
  return values.includes(undefined)
    ? undefined
    : `leave \`type\` out: enum: [${values.map((one) => yamlText(one ?? "")).join(", ")}]`;
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
function checkForeign(
  document: SpecDocument,
  node: { readonly [keyword: string]: Json },
  pointer: string,
): Diagnostic[] {
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

/** JavaScript objects keep names such as "2024" first and in numeric order, whatever was written. */
function checkOrder(document: SpecDocument, node: { readonly [keyword: string]: Json }, pointer: string): Diagnostic[] {
  const { properties } = node;
  if (!isRecord(properties) || !Object.keys(properties).some((name) => /^\d+$/.test(name))) return [];
  const kept = Object.keys(properties).map((name) => ({
    name,
    range: document.rangeOf(joinPointer(pointer, "properties", name), "key"),
  }));
  for (const [index, { name, range }] of kept.entries()) {
    // The first that was moved to the front of something written above it.
    const passed = kept.slice(index + 1).find((later) => isBefore(later.range.start, range.start));
    if (passed === undefined) continue;
    return [
      warning(
        "numeric-key-order",
        range,
        `${JSON.stringify(name)} comes before ${JSON.stringify(passed.name)} for models and in types: JavaScript keeps number-like names first, in numeric order`,
        `write them in that order, or give the name a letter: ${JSON.stringify(`n${name}`)}`,
      ),
    ];
  }
  return [];
}

function checkRequired(
  document: SpecDocument,
  node: { readonly [keyword: string]: Json },
  pointer: string,
  via?: Subschema,
): Diagnostic[] {
  const { required, properties, patternProperties } = node;
  // Inside a union or a condition the names usually belong to the schema around it.
  if (!isList(required) || !isRecord(properties) || isRecord(patternProperties) || via?.inPlace === true) return [];
  if ("$ref" in node || "allOf" in node || "anyOf" in node || "oneOf" in node) return [];
  const names = Object.keys(properties);
  const asked = new Set(required);
  const free = names.filter((other) => !asked.has(other));
  return required.slice(0, limits.findings + 1).flatMap((name, index) => {
    if (typeof name !== "string" || Object.hasOwn(properties, name)) return [];
    const hint =
      didYouMean(name, free) ?? didYouMean(name, names) ?? 'describe it under "properties", or remove it here';
    return [
      warning(
        "required-without-property",
        document.rangeOf(joinPointer(pointer, "required", index)),
        `${JSON.stringify(name)} is required but has no entry under "properties"`,
        hint,
      ),
    ];
  });
}

function checkValues(
  document: SpecDocument,
  node: { readonly [keyword: string]: Json },
  pointer: string,
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const values = node["enum"];
  if (isList(values)) {
    const seen = new Map<string, number>();
    values.forEach((value, index) => {
      const text = JSON.stringify(value);
      const first = seen.get(text);
      if (first === undefined) seen.set(text, index);
      else
        findings.push(
          error(
            "duplicate-value",
            document.rangeOf(joinPointer(pointer, "enum", index)),
            `${text} is in this enum already`,
            "remove one of the two",
          ),
        );
    });
  }
  const isLookalike = (value: Json | undefined): boolean =>
    typeof value === "string" && /^(?:y|n|yes|no|on|off)$/i.test(value);
  const places = [
    ...(isList(values)
      ? values.flatMap((value, index) => (isLookalike(value) ? [joinPointer(pointer, "enum", index)] : []))
      : []),
    ...(isLookalike(node["const"]) ? [joinPointer(pointer, "const")] : []),
  ];
  for (const place of places) {
    const range = document.rangeOf(place);
    const source = sourceAt(document, range);
    // In quotes there is nothing to confuse.
    if (!isLookalike(source)) continue;
    findings.push(
      warning(
        "boolean-lookalike",
        range,
        `${source} is text here, and a boolean for many other YAML readers`,
        `put it in quotes: "${source}"`,
      ),
    );
  }
  return findings;
}

function sourceAt(document: SpecDocument, range: Diagnostic["range"]): string {
  if (range.start.line !== range.end.line) return "";
  return (document.text.split("\n")[range.start.line - 1] ?? "").slice(range.start.column - 1, range.end.column - 1);
}
