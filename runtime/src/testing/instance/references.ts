import { isObject, isSchema, type Json, type JsonObject, type Schema } from "./schema.ts";

/** Finds what the references of one schema document point at. */
export interface References {
  /** The target of `reference` as written inside `from`; `undefined` when it leads nowhere. */
  resolve(reference: string, from: JsonObject): Schema | undefined;
}

const root = "schema://document/";

/** Keywords whose values are data, where an `$id` means nothing. */
const dataKeywords: ReadonlySet<string> = new Set(["enum", "const", "default", "examples", "example"]);

/** Reads the identifiers of a schema document once. Remote documents are unknown, except the drafts' own meta-schemas. */
export function createReferences(document: Schema): References {
  const byUri = new Map<string, Schema>([[root, document]]);
  const idKeywords = idKeywordsOf(document);
  const bases = new WeakMap<JsonObject, string>();

  const index = (node: Json, outer: string): void => {
    if (Array.isArray(node)) {
      for (const item of node) index(item, outer);
      return;
    }
    if (!isObject(node)) return;
    const base = readIdentifiers(node, outer, idKeywords, byUri);
    bases.set(node, base);
    for (const [key, value] of Object.entries(node)) {
      if (!dataKeywords.has(key)) index(value, base);
    }
  };
  if (isObject(document)) index(document, root);

  return {
    resolve(reference, from) {
      const uri = toUri(reference, bases.get(from) ?? root);
      const [base = "", fragment = ""] = uri.split("#", 2);
      if (/^https?:\/\/json-schema\.org\/draft/.test(base))
        return metaSchemas.find(([part]) => part.test(fragment))?.[1];
      const target = byUri.get(base);
      if (fragment === "") return target;
      return fragment.startsWith("/") ? followPointer(target, fragment) : byUri.get(uri);
    },
  };
}

/** Draft 4 wrote `id` where the later drafts write `$id`. */
function idKeywordsOf(document: Schema): readonly string[] {
  const draft = isObject(document) ? document["$schema"] : undefined;
  if (typeof draft !== "string") return ["$id", "id"];
  return draft.includes("draft-04") ? ["id"] : ["$id"];
}

/** What the parts of the drafts' own meta-schemas stand for that schemas refer to. */
const metaSchemas: readonly (readonly [fragment: RegExp, schema: Schema])[] = [
  [/\/(?:title|description|pattern|\$comment|simpleTypes)$/, { type: "string", const: "string" }],
  [
    /\/(?:nonNegativeInteger|positiveInteger|nonNegativeIntegerDefault0|positiveIntegerDefault0)$/,
    { type: "integer", minimum: 1 },
  ],
  [/\/(?:stringArray|required)$/, { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true }],
  [/\/(?:minimum|maximum|multipleOf)$/, { type: "number", minimum: 1 }],
  [/\/uniqueItems$/, { type: "boolean" }],
  [/^/, { type: ["object", "boolean"] }],
];

/** Records the names a node gives itself and returns the base of its references. */
function readIdentifiers(
  node: JsonObject,
  outer: string,
  idKeywords: readonly string[],
  byUri: Map<string, Schema>,
): string {
  const id = idKeywords.map((keyword) => node[keyword]).find((value) => typeof value === "string");
  let base = outer;
  if (typeof id === "string") {
    const uri = toUri(id, outer);
    const [document = "", fragment = ""] = uri.split("#", 2);
    if (fragment !== "") byUri.set(uri, node);
    else base = document;
    if (fragment === "" && !byUri.has(document)) byUri.set(document, node);
  }
  for (const keyword of ["$anchor", "$dynamicAnchor"]) {
    const anchor = node[keyword];
    if (typeof anchor === "string") byUri.set(`${base}#${anchor}`, node);
  }
  return base;
}

function toUri(reference: string, base: string): string {
  if (reference.startsWith("#")) return `${base}${reference === "#" ? "" : reference}`;
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function followPointer(from: Schema | undefined, pointer: string): Schema | undefined {
  let node: Json | undefined = from;
  for (const step of pointer.slice(1).split("/")) {
    const key = decodeStep(step);
    if (Array.isArray(node)) node = node[Number(key)];
    else if (isObject(node) && Object.hasOwn(node, key)) node = node[key];
    else return undefined;
  }
  return isSchema(node) ? node : undefined;
}

function decodeStep(step: string): string {
  const plain = step.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
