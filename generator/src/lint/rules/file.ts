import { allKeywords, keywordStatus } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import { misspeltKeyword } from "../../spec/check-keyword.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { follow, type SchemaNode, typesOf } from "../schema-node.ts";
import { allNodes, type LintSubject, sideOf } from "../subject.ts";

/** Keywords of other tools that are commonly found in schemas and harm nobody. */
const tolerated = new Set([
  ...["example", "discriminator", "xml", "externalDocs", "readOnly", "writeOnly", "deprecated", "markdownDescription"],
  ...[
    "enumDescriptions",
    "enumNames",
    "errorMessage",
    "defaultSnippets",
    "doNotSuggest",
    "propertyOrdering",
    "nullable",
  ],
  ...["$id", "id", "$schema", "$comment", "$anchor", "tsType", "tsEnumNames", "$async", "propertyOrder", "options"],
]);

/** Rules about the file itself and the spelling of what is in it. */
export const fileRules: LintRules = {
  "spec-invalid": {
    theme: "The file",
    level: "error",
    set: "recommended",
    fix: "takes the nearest name for an unknown key or type",
    codes: [
      ...["syntax", "wrong-encoding", "merge-conflict", "empty", "several-documents", "yaml-version", "yaml-tag"],
      ...["key-not-text", "duplicate-key", "merge-key", "unknown-alias", "recursive-alias", "alias-bomb"],
      ...["unquoted-template", "not-json", "unsafe-integer", "lone-surrogate", "too-large", "too-deep"],
      ...["too-many-findings", "not-a-spec", "missing-key", "unknown-key", "wrong-value", "invalid-schema"],
      ...["unknown-type", "unknown-draft", "ts-type", "async-schema", "unknown-x-stream", "unknown-x-media"],
      ...["too-complex", "not-generated", "foreign-file"],
    ],
    page: {
      what: "The file cannot be read, or is no spec: broken YAML, a key that stands twice, a key or a type that does not exist.",
      why: "`outspec generate` writes nothing as long as one spec is invalid.",
      bad: "output:\n  type: strnig",
      good: "output:\n  type: string",
    },
  },
  "config-invalid": {
    theme: "The file",
    level: "error",
    set: "recommended",
    codes: [
      ...["unknown-router", "two-router-keys", "retired-provider", "unknown-provider", "wrong-model", "key-in-config"],
      ...["unknown-target", "not-a-pattern", "not-a-folder", "outside-root", "same-folder", "output-among-specs"],
      ...["output-around-specs", "output-around-project", "runtime-version"],
    ],
    page: {
      what: "`outspec.yaml` is wrong, or a spec names a router that it does not declare.",
      why: "No model can be chosen for the spec. Errors in `outspec.yaml` itself end the run with exit code 2.",
      bad: "router: fats # outspec.yaml declares fast",
      good: "router: fast",
    },
  },
  "draft-unclear": {
    theme: "The file",
    level: "warning",
    set: "recommended",
    codes: ["old-draft", "inferred-draft", "misplaced-draft"],
    page: {
      what: "The draft of JSON Schema is old, stated in the wrong place, or had to be guessed from a keyword.",
      why: "Some keywords mean another thing in another draft, so that two readers of the file may see two types.",
      bad: "output:\n  items: [{ type: string }] # a tuple, but only before 2020-12",
      good: "output:\n  $schema: http://json-schema.org/draft-07/schema#\n  items: [{ type: string }]",
    },
  },
  "unknown-keyword": {
    theme: "The file",
    level: "error",
    set: "recommended",
    fix: "takes the nearest keyword, where the finding names one",
    codes: ["misspelt-keyword", "nullable"],
    check: unknownKeywords,
    page: {
      what: "A keyword that JSON Schema does not have. One that is like no keyword at all is only a warning.",
      why: "Validators and models pass over it in silence: the bound you wrote is not there.",
      bad: "type: string\nmaxLenght: 80",
      good: "type: string\nmaxLength: 80",
    },
  },
  "unknown-extension": {
    theme: "The file",
    level: "warning",
    set: "recommended",
    fix: "takes the nearest name",
    codes: ["misspelt-keyword"],
    page: {
      what: "An `x-` key that is a letter or two away from one that Outspec knows, `x-stream` or `x-media`.",
      why: "Other `x-` keys are yours to use and mean nothing here, so that a slip goes unnoticed.",
      bad: "type: string\nx-steam: complete",
      good: "type: string\nx-stream: complete",
    },
  },
  "keyword-without-effect": {
    theme: "The file",
    level: "warning",
    set: "recommended",
    codes: ["keyword-of-other-draft"],
    check: withoutEffect,
    page: {
      what: "A keyword that cannot apply: a bound for texts on a number, `then` without `if`, a keyword beside `$ref` in a draft before 2019-09, where it counts here and for many other readers does not, a keyword that came with a later draft.",
      why: "It reads like a promise and is none. Models are shown it and may heed it, the validator never does.",
      bad: "type: integer\nmaxLength: 3",
      good: "type: integer\nmaximum: 999",
    },
  },
  "id-duplicate": {
    theme: "The file",
    level: "error",
    set: "recommended",
    codes: ["name-collision", "file-collision"],
    page: {
      what: "Two specs would have the same name, or write the same file.",
      why: "Their generated types and functions would collide.",
      bad: "# billing/invoice.yaml and sales/invoice.yaml, neither with a name",
      good: "# sales/invoice.yaml\nname: SalesInvoice",
    },
  },
  "id-missing": {
    theme: "The file",
    level: "warning",
    set: "recommended",
    codes: ["invalid-name", "reserved-name"],
    page: {
      what: "The name of the file, or `name`, cannot be the name of a type.",
      why: "A spec is known by its name: in code, in reviews and in recorded outputs.",
      bad: "# schemas/2024.yaml",
      good: "# schemas/2024.yaml\nname: YearlyReport",
    },
  },
};

function* unknownKeywords(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    const { draft } = sideOf(subject, node);
    for (const keyword of Object.keys(node.schema)) {
      if (keyword.startsWith("x-") || tolerated.has(keyword)) continue;
      if (keywordStatus(keyword, draft) !== "unknown") continue;
      const near = misspeltKeyword(keyword, draft);
      yield {
        at: joinPointer(node.at, keyword),
        what: "key",
        message: `${JSON.stringify(keyword)} is not a JSON Schema keyword and is ignored`,
        ...(near === undefined
          ? { level: "warning", hint: "a key of your own begins with x-" }
          : { hint: `did you mean ${JSON.stringify(near)}?`, fix: { kind: "word", word: near } }),
      };
    }
  }
}

/** Keywords that judge values of some types alone. */
const typed: Readonly<Record<string, readonly string[]>> = {
  ...forTypes(["string"], ["minLength", "maxLength", "pattern"]),
  ...forTypes(["number", "integer"], ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
  ...forTypes(
    ["array"],
    ["items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"],
  ),
  ...forTypes(
    ["object"],
    [
      ...["properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties"],
      ...["maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties"],
    ],
  ),
};

function forTypes(types: readonly string[], keywords: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, types]));
}

/** Keywords that mean something only beside another one. */
const companions: readonly (readonly [keyword: string, needs: readonly string[]])[] = [
  ["then", ["if"]],
  ["else", ["if"]],
  ["if", ["then", "else"]],
  ["minContains", ["contains"]],
  ["maxContains", ["contains"]],
];

const constraints = new Set([
  ...allKeywords().flatMap(([keyword]) => (keyword in typed ? [keyword] : [])),
  ...["type", "enum", "const", "format", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"],
]);

function* withoutEffect(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    const side = sideOf(subject, node);
    const isOld = side.draft === "draft-04" || side.draft === "draft-06" || side.draft === "draft-07";
    if (isOld && "$ref" in node.schema) yield* besideReference(node);
    const types = typesOf(follow(side, node.schema));
    for (const keyword of Object.keys(node.schema)) {
      const message = inertBecause(node, keyword, types, isOld);
      if (message !== undefined) yield { at: joinPointer(node.at, keyword), what: "key", message };
    }
  }
}

function* besideReference({ schema, at }: SchemaNode): Iterable<LintReport> {
  for (const keyword of Object.keys(schema))
    if (constraints.has(keyword))
      yield {
        at: joinPointer(at, keyword),
        what: "key",
        message: `${JSON.stringify(keyword)} counts here, but many readers of this draft pass over what stands beside "$ref"`,
        hint: "wrap the reference: allOf: [{ $ref: … }]",
      };
}

function inertBecause(
  { schema }: SchemaNode,
  keyword: string,
  types: readonly string[],
  isOld: boolean,
): string | undefined {
  const needs = companions.find(([name]) => name === keyword)?.[1];
  if (needs?.every((name) => !(name in schema)) === true)
    return `${JSON.stringify(keyword)} has no effect without ${needs.map((name) => JSON.stringify(name)).join(" or ")}`;
  if (keyword === "additionalItems" && isOld && !isList(schema["items"]))
    return '"additionalItems" has no effect unless "items" is a list';
  const wanted = Object.hasOwn(typed, keyword) ? typed[keyword] : undefined;
  if (wanted === undefined || types.length === 0 || types.some((type) => wanted.includes(type))) return undefined;
  if (isRecord(schema[keyword]) && keyword === "properties" && Object.keys(schema[keyword]).length === 0)
    return undefined;
  return `${JSON.stringify(keyword)} has no effect on ${types.join(" or ")}`;
}
