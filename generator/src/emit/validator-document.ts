import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import { formatFunctions } from "../../../runtime/src/schema/formats.ts";
import { pointerOfRef } from "../../../runtime/src/schema/ir/keywords.ts";
import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { isSchema, mapSchemas, type SchemaObject, withoutKeywords } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, fragmentOf, isRecord } from "../../../runtime/src/schema/pointer.ts";

/** Own keyword: the function `name` of another module judges the place; `ref` leads to the schema it was compiled from. */
export const callKeyword = "outspec:call";

/** Own keyword of the root: schemas that get a function of their own, whoever asks for them. */
const functionsKeyword = "outspec:functions";

/** A document as ajv shall see it. */
export interface PreparedDocument {
  readonly schema: JsonSchema;
  /** Reference to what judges several places at once, by the request's name. */
  readonly refs: ReadonlyMap<string, string>;
  /** Where in the authored document a schema of this one stands. */
  readonly pointers: ReadonlyMap<object, string>;
}

/** What a document is prepared for. */
export interface DocumentRequest {
  readonly name: string;
  readonly pointers: readonly string[];
}

/**
 * Prepares a document for ajv: same verdicts, without what it would trip over, and with each place that is judged on
 * its own put aside once, where the whole document refers to it. Places that read the same share one function.
 *
 * With `imported`, references to these pointers become calls of functions.
 */
export function prepareDocument(
  document: JsonSchema,
  draft: Draft,
  requests: readonly DocumentRequest[],
  imported: ReadonlyMap<string, string> = new Map(),
): PreparedDocument {
  const pointers = new Map<object, string>();
  const functions = new FunctionTable();
  const places = new Set(requests.flatMap((request) => request.pointers));
  const targets = refTargets(document);
  // What a reference leads into has to stay where it is.
  const isFixed = (pointer: string): boolean => targets.some((target) => target.startsWith(`${pointer}/`));
  const refs = new Map<string, string>();
  const prepared = mapSchemas(document, (schema, pointer) => {
    const clean = withCalls(cleanSchema(schema, draft), imported);
    pointers.set(clean, pointer);
    if (pointer === "#" || !places.has(pointer)) return clean;
    if (isOnlyReference(clean)) {
      refs.set(pointer, String(clean["$ref"]));
      return clean;
    }
    const ref = functions.add(clean);
    refs.set(pointer, ref);
    return isTiny(clean) || isFixed(pointer) ? clean : { $ref: ref };
  });
  const refOf = (pointer: string): string => {
    const whole = pointer === "#" ? undefined : atPointer(document, pointer.slice(1));
    return refs.get(pointer) ?? (typeof whole === "boolean" ? functions.add({ allOf: [whole] }) : refTo(pointer));
  };
  const named = requests.map((request): readonly [string, string] => {
    const each = request.pointers.map(refOf);
    const [only] = each;
    if (only !== undefined && each.length === 1) return [request.name, only];
    return [request.name, functions.add({ allOf: each.map(($ref) => ({ $ref })) })];
  });
  // The function ajv writes for the bare schema `false` is of another form than all others.
  const whole: JsonSchema = prepared === false ? { allOf: [false] } : prepared;
  const schema =
    isRecord(whole) && functions.list.length > 0 ? { ...whole, [functionsKeyword]: functions.list } : whole;
  const root = pointers.get(prepared as object);
  if (root !== undefined && isRecord(schema)) pointers.set(schema, root);
  return { schema, refs: new Map(named), pointers };
}

/** Schemas with a function of their own; equal ones are kept once. */
class FunctionTable {
  readonly list: SchemaObject[] = [];
  readonly #indexes = new Map<string, number>();

  /** The reference to a schema. */
  add(schema: SchemaObject): string {
    const key = canonicalJson(schema);
    const index = this.#indexes.get(key) ?? this.list.push(schema) - 1;
    this.#indexes.set(key, index);
    return `#/${functionsKeyword}/${index}`;
  }
}

/** Whether a schema is so small that its code is not worth a function: a few words about one scalar. */
export function isTiny(schema: JsonSchema): boolean {
  if (typeof schema === "boolean") return true;
  const entries = Object.entries(schema);
  const isPlain = (value: Json): boolean =>
    typeof value !== "object" || value === null || value === schema[callKeyword];
  return (
    entries.length <= 3 &&
    entries.every(
      ([key, value]) => !key.startsWith("$") && (isPlain(value) || (Array.isArray(value) && value.every(isPlain))),
    )
  );
}

/** The schema a reference leads to in the end, and the last reference on the way there. */
export function followReference(
  document: JsonSchema,
  ref: string,
): { readonly ref: string; readonly target: JsonSchema } {
  const seen = new Set<string>();
  let last = ref;
  let target = atPointer(document, pointerOfRef(ref).slice(1));
  while (isRecord(target) && isOnlyReference(target) && !seen.has(last)) {
    seen.add(last);
    last = String(target["$ref"]);
    target = atPointer(document, pointerOfRef(last).slice(1));
  }
  if (!isSchema(target)) throw new Error(`the reference ${last} leads nowhere`);
  return { ref: last, target };
}

function isOnlyReference(schema: SchemaObject): boolean {
  return typeof schema["$ref"] === "string" && Object.keys(schema).length === 1;
}

/** A pointer as a reference. */
function refTo(pointer: string): string {
  return `#${fragmentOf(pointer.slice(1))}`;
}

/** The pointers of all references, wherever they stand. */
function refTargets(document: Json): readonly string[] {
  if (typeof document !== "object" || document === null) return [];
  const own = isRecord(document) && typeof document["$ref"] === "string" ? [pointerOfRef(document["$ref"])] : [];
  return [...own, ...Object.values(document).flatMap(refTargets)];
}

function withCalls(schema: SchemaObject, imported: ReadonlyMap<string, string>): SchemaObject {
  const ref = schema["$ref"];
  const name = typeof ref === "string" ? imported.get(pointerOfRef(ref)) : undefined;
  if (name === undefined) return schema;
  return { ...withoutKeywords(schema, (keyword) => keyword === "$ref"), [callKeyword]: { name, ref: String(ref) } };
}

/** Keywords ajv would act on and we do not want it to, or that mean nothing to a validator. */
const left: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$anchor", "$comment", "$async", "$vocabulary"],
  ...["$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"],
  ...["title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"],
  "discriminator",
]);

/**
 * One schema without what ajv would trip over. Ids are gone because references are pointers by now; a property named
 * `__proto__`, which ajv leaves out, is said as a pattern.
 */
function cleanSchema(schema: SchemaObject, draft: Draft): SchemaObject {
  const clean = withoutKeywords(schema, (keyword) => {
    if (left.has(keyword) || keyword.startsWith("x-")) return true;
    if (keyword === "id") return draft === "draft-04" || typeof schema["id"] === "string";
    if (keyword === "nullable") return schema["type"] === undefined;
    return keyword === "format" && !Object.hasOwn(formatFunctions, String(schema["format"]));
  });
  return withPatternForProto(
    typeof clean["$ref"] === "string" ? { ...clean, $ref: refPastProto(clean["$ref"]) } : clean,
  );
}

/** A reference through a property named `__proto__`, which is a pattern by then. */
function refPastProto(ref: string): string {
  return ref.replaceAll("/properties/__proto__", "/patternProperties/%5E__proto__%24");
}

function withPatternForProto(schema: SchemaObject): SchemaObject {
  const { properties, patternProperties } = schema;
  if (!isRecord(properties) || !Object.hasOwn(properties, "__proto__")) return schema;
  const proto = Object.entries(properties).find(([name]) => name === "__proto__")?.[1] ?? true;
  return {
    ...schema,
    properties: withoutKeywords(properties, (name) => name === "__proto__"),
    patternProperties: { ...(isRecord(patternProperties) ? patternProperties : {}), "^__proto__$": proto },
  };
}
