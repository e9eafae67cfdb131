import type { Json } from "../../../runtime/src/schema/json.ts";
import { allKeywords, type Holds } from "../../../runtime/src/schema/keywords.ts";
import { refusedKeywords } from "./check-keyword.ts";
import { configFormat } from "./config-format.ts";
import { keywordHelp, ownKeywordHelp } from "./keyword-help.ts";
import { envelopeOnly, schemaMarks, sharedOnly } from "./outline.ts";
import { specFormat } from "./spec-format.ts";

type Format = { readonly [keyword: string]: Json };

const draft = "http://json-schema.org/draft-07/schema#";
const address = (file: string): string => `https://unpkg.com/outspec/schema/${file}`;

/**
 * The formats of specs and of `outspec.yaml` for editors, by file name: what the checker applies, and inside it the
 * keywords of JSON Schema, with what to say of each.
 *
 * An editor knows no draft and follows no reference, so it accepts some of what the checker refuses and never refuses
 * what the checker accepts.
 */
export function editorFormats(): ReadonlyMap<string, Format> {
  const specFile = "outspec-spec.schema.json";
  const configFile = "outspec-config.schema.json";
  return new Map([
    [specFile, { $schema: draft, $id: address(specFile), ...specDocument() }],
    [configFile, { $schema: draft, $id: address(configFile), ...configFormat }],
  ]);
}

const schema: Format = { $ref: "#/definitions/schema" };

/** A spec: definitions for others, a plain JSON Schema, or an envelope; `outlineSpec` tells them apart the same way. */
function specDocument(): Format {
  const { title = "", description = "", definitions = {}, properties = {}, ...envelope } = specFormat;
  const having = (keys: readonly string[]): Json => ({ anyOf: keys.map((key) => ({ required: [key] })) });
  const sharedNames = { enum: sharedOnly };
  const isShared: Format = {
    allOf: [having(["$defs", "definitions"])],
    propertyNames: { anyOf: [sharedNames, { pattern: "^x-" }] },
  };
  const isPlain: Format = { allOf: [having(schemaMarks), { not: having(envelopeOnly) }] };
  const { input, output, ...others } = properties as Readonly<Record<string, Format>>;
  return {
    title,
    description,
    if: { anyOf: [isShared, isPlain] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
    then: schema,
    else: { $ref: "#/definitions/envelope" },
    definitions: {
      ...(definitions as Format),
      envelope: { ...envelope, title, properties: { ...others, input: within(input), output: within(output) } },
      schema: schemaFormat(),
    },
  };
}

/** A place of the envelope that holds a schema; a reference says nothing beside it in draft 07. */
function within(place: Format | undefined): Format {
  return { ...place, allOf: [schema] };
}

function schemaFormat(): Format {
  const known = allKeywords().map(([keyword, holds]): [string, Json] => {
    const help = keywordHelp[keyword];
    if (help === undefined) throw new Error(`nothing says to editors what ${keyword} means`);
    return [keyword, { ...shapeOf(holds, help.value), description: help.description }];
  });
  const own = Object.entries(ownKeywordHelp).map(([keyword, { description, value }]): [string, Json] => [
    keyword,
    { ...value, description },
  ]);
  const refused = Object.entries(refusedKeywords).map(([keyword, { message, hint }]): [string, Json] => [
    keyword,
    { not: {}, errorMessage: `${message}: ${hint}`, doNotSuggest: true },
  ]);
  return {
    title: "a JSON Schema",
    type: ["object", "boolean"],
    properties: Object.fromEntries([...known, ...own, ...refused]),
  };
}

/** What a keyword's value looks like, by what it holds. */
function shapeOf(holds: Holds, value: Format | undefined): Format {
  switch (holds) {
    case "value":
      return value ?? {};
    case "schema":
      return { allOf: [schema] };
    case "list":
      return { type: "array", items: schema, minItems: 1 };
    case "map":
      return { type: "object", additionalProperties: schema };
    case "schema-or-list":
      return { anyOf: [schema, { type: "array", items: schema }] };
    case "map-or-names":
      return {
        type: "object",
        additionalProperties: { anyOf: [schema, { type: "array", items: { type: "string" } }] },
      };
  }
}
