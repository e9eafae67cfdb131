import { formatFunctions } from "../../../runtime/src/schema/formats.ts";

type SchemaObject = Readonly<Record<string, unknown>>;

/**
 * Why a text at a place of an output may only be shown once it is whole: an `enum`, a `const` or an asserted `format`
 * that every value there must satisfy. Read off the authored schema without the generator's help: only through what
 * judges the value in any case (`$ref`, `allOf`), never through a union or a condition.
 */
export function mustBeWhole(root: unknown, path: readonly (string | number)[], value: string): string | undefined {
  let schemas: readonly SchemaObject[] = judges(root, root);
  for (const step of path)
    schemas = schemas.flatMap((schema) => inner(schema, step).flatMap((one) => judges(root, one)));
  for (const schema of schemas) {
    if (Array.isArray(schema["enum"])) return "enum";
    if (schema["const"] !== undefined) return "const";
    const format = schema["format"];
    if (typeof format === "string" && formatFunctions[format]?.type === "string" && isText(schema)) return format;
  }
  return undefined;

  /** A format is asserted of texts only, which `value` is; a type that excludes texts would refuse it anyway. */
  function isText({ type }: SchemaObject): boolean {
    return type === undefined || [type].flat().includes("string") || value === undefined;
  }
}

/** The schemas that judge a value unconditionally where `schema` does. */
function judges(root: unknown, schema: unknown, seen: ReadonlySet<unknown> = new Set()): readonly SchemaObject[] {
  if (!isObject(schema) || seen.has(schema)) return [];
  const known = new Set([...seen, schema]);
  const reference = schema["$ref"];
  return [
    schema,
    ...(typeof reference === "string" ? judges(root, targetOf(root, reference), known) : []),
    ...(Array.isArray(schema["allOf"]) ? schema["allOf"].flatMap((part: unknown) => judges(root, part, known)) : []),
  ];
}

function targetOf(root: unknown, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  return decodeURIComponent(reference.slice(1))
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (place, step) => (Array.isArray(place) ? place[Number(step)] : isObject(place) ? place[step] : undefined),
      root,
    );
}

/** The schemas of one element or property. */
function inner(schema: SchemaObject, step: string | number): readonly unknown[] {
  if (typeof step === "number") {
    const tuple = schema["prefixItems"] ?? (Array.isArray(schema["items"]) ? schema["items"] : []);
    if (Array.isArray(tuple) && step < tuple.length) return [tuple[step]];
    return [Array.isArray(schema["items"]) ? schema["additionalItems"] : schema["items"]];
  }
  const { properties, patternProperties, additionalProperties } = schema;
  const declared = isObject(properties) && Object.hasOwn(properties, step) ? [properties[step]] : [];
  const matching = Object.entries(isObject(patternProperties) ? patternProperties : {})
    .filter(([pattern]) => new RegExp(pattern).test(step))
    .map(([, one]) => one);
  const all = [...declared, ...matching];
  return all.length > 0 ? all : [additionalProperties];
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
