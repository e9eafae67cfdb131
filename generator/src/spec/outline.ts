import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { SpecDocument } from "./spec.ts";

/** What a file turns out to be, and where its schemas stand. */
export interface Outline {
  /**
   * `envelope`: has `output` and more. `plain`: is a JSON Schema itself. `shared`: only definitions for others.
   * `other`: not an object, so no spec at all.
   */
  readonly kind: "envelope" | "plain" | "shared" | "other";
  /** Pointer to the output's schema. */
  readonly output: "" | "/output";
  /** Whether there is an `input` schema, at `/input`. */
  readonly hasInput: boolean;
}

/** The keys that only an envelope has. */
export const envelopeOnly: readonly string[] = ["output", "prompt", "input", "settings", "cache", "router", "name"];
/** Any of these makes a document without envelope keys a JSON Schema. */
export const schemaMarks: readonly string[] = [
  "type",
  "properties",
  "$ref",
  "anyOf",
  "oneOf",
  "allOf",
  "enum",
  "const",
];
/** With nothing but these and definitions among them, a document is there for others. */
export const sharedOnly: readonly string[] = [
  "$defs",
  "definitions",
  "$schema",
  "$id",
  "id",
  "title",
  "description",
  "$comment",
];

/** Tells an envelope from a plain JSON Schema and from shared definitions, by the keys at the top. */
export function outlineSpec(document: SpecDocument): Outline {
  const { value } = document;
  if (typeof value === "boolean" || !isRecord(value)) return { kind: "other", output: "", hasInput: false };
  const keys = Object.keys(value);
  if (definesOnly(value)) return { kind: "shared", output: "", hasInput: false };
  const isPlain = !envelopeOnly.some((key) => keys.includes(key)) && schemaMarks.some((key) => keys.includes(key));
  if (isPlain) return { kind: isSharedPath(document.path) ? "shared" : "plain", output: "", hasInput: false };
  return { kind: isSharedPath(document.path) ? "shared" : "envelope", output: "/output", hasInput: "input" in value };
}

/** Whether a document holds definitions and says nothing of its own. */
export function definesOnly(value: Json | undefined): boolean {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.every((key) => sharedOnly.includes(key) || key.startsWith("x-")) &&
    keys.some((key) => key === "$defs" || key === "definitions")
  );
}

/** The place of an `output` that is missing at the top and stands one level down, indented by mistake. */
export function findIndentedOutput(
  document: SpecDocument,
): { readonly pointer: string; readonly under: string } | undefined {
  const { value } = document;
  if (!isRecord(value) || "output" in value || outlineSpec(document).output === "") return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const places: readonly [string, Json][] = isList(inner)
      ? inner.map((item, index) => [joinPointer("", key, index), item])
      : [[joinPointer("", key), inner]];
    for (const [pointer, place] of places) {
      if (isRecord(place) && isRecord(place["output"])) return { pointer: `${pointer}/output`, under: key };
    }
  }
  return undefined;
}

function isSharedPath(path: string): boolean {
  return path.slice(path.lastIndexOf("/") + 1).startsWith("_");
}

/** What is known about a schema's draft. */
export type DraftChoice =
  | { readonly draft: Draft; readonly because: "stated" | "default" }
  /** Not stated, and only this draft knows the keyword at `pointer`. */
  | { readonly draft: Draft; readonly because: "inferred"; readonly pointer: string; readonly sign: string }
  /** Stated, but not one of ours. */
  | { readonly draft: Draft; readonly because: "unknown" };

/** The canonical address of each draft's meta-schema. */
export const draftUrls: Readonly<Record<Draft, string>> = {
  "draft-04": "http://json-schema.org/draft-04/schema#",
  "draft-06": "http://json-schema.org/draft-06/schema#",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

/** The draft that a `$schema` names, tolerating http for https and a missing or extra `#`. */
export function draftOfUrl(url: string): Draft | undefined {
  const name = /^https?:\/\/json-schema\.org\/(?:draft\/)?(draft-0[467]|2019-09|2020-12)\/schema#?$/.exec(url)?.[1];
  if (/^https?:\/\/json-schema\.org\/schema#?$/.test(url)) return "2020-12";
  return name as Draft | undefined;
}

/** Reads the draft from `$schema`, or infers it from keywords that mean different things in different drafts. */
export function chooseDraft(schema: Json | undefined): DraftChoice {
  if (!isRecord(schema)) return { draft: "2020-12", because: "default" };
  const stated = schema["$schema"];
  if (typeof stated === "string") {
    const draft = draftOfUrl(stated);
    return draft === undefined ? { draft: "2020-12", because: "unknown" } : { draft, because: "stated" };
  }
  const signs: { draft: Draft; pointer: string; sign: string }[] = [];
  walkSchemas(schema, "", (node, pointer) => {
    if (!isRecord(node)) return;
    const sign = (draft: Draft, keyword: string, text: string): void => {
      signs.push({ draft, pointer: `${pointer}/${keyword}`, sign: text });
    };
    if (typeof node["exclusiveMinimum"] === "boolean")
      sign("draft-04", "exclusiveMinimum", '"exclusiveMinimum" is a boolean');
    if (typeof node["exclusiveMaximum"] === "boolean")
      sign("draft-04", "exclusiveMaximum", '"exclusiveMaximum" is a boolean');
    if (typeof node["id"] === "string" && pointer === "" && node["id"].includes(":"))
      sign("draft-04", "id", '"id" has no $');
    if (isList(node["items"])) sign("draft-07", "items", '"items" is a list');
    if ("additionalItems" in node) sign("draft-07", "additionalItems", '"additionalItems" is used');
    if ("$recursiveRef" in node) sign("2019-09", "$recursiveRef", '"$recursiveRef" is used');
    if ("prefixItems" in node) sign("2020-12", "prefixItems", '"prefixItems" is used');
  });
  // The oldest sign wins over later ones, except that what only 2020-12 knows settles it.
  const found =
    signs.find(({ draft }) => draft === "2020-12") ?? signs.find(({ draft }) => draft === "draft-04") ?? signs[0];
  if (found === undefined || found.draft === "2020-12") return { draft: "2020-12", because: "default" };
  return { ...found, because: "inferred" };
}
