import { ConfigurationError } from "../errors.ts";
import { copyValue, type DraftNumber, draftNumberOf, isMap, type SchemaObject } from "./keywords.ts";
import { sayInOpenApi } from "./openapi.ts";
import { createWrittenNode, isLost, nameIn, putDependencies, readNode, withReferenceApart } from "./translate-node.ts";

/** What can be asked for: the draft whose keywords it has, and the address that a schema of it states. */
const targets: Readonly<Record<string, { readonly draft: DraftNumber; readonly address?: string }>> = {
  "draft-2020-12": { draft: 4, address: "https://json-schema.org/draft/2020-12/schema" },
  "draft-07": { draft: 2, address: "http://json-schema.org/draft-07/schema#" },
  "openapi-3.0": { draft: 2 },
};

/**
 * Writes a schema of any draft for a target of Standard JSON Schema: each time a new value, of the same meaning and without
 * `x-` keys. Throws a `ConfigurationError` for any other target, and where the target has no equal for a keyword.
 */
export function writeForTarget(name: string, schema: boolean | SchemaObject, target: string): Record<string, unknown> {
  const fail = (why: string): never => {
    throw new ConfigurationError(`${name} cannot be written as ${JSON.stringify(target)}: ${why}`);
  };
  const wanted = Object.hasOwn(targets, target) ? targets[target] : undefined;
  if (wanted === undefined) return fail(`the targets are ${Object.keys(targets).join(", ")}`);
  if (!isMap(schema)) return schema ? {} : { not: {} };

  const { draft, address } = wanted;
  const source = draftNumberOf(schema);
  /** Where each schema has gone, by pointer. */
  const places = new Map<string, string>();
  const references: Record<string, unknown>[] = [];

  const write = (schema: SchemaObject, from: string, to: string): Record<string, unknown> => {
    const refuse = (keyword: string): never =>
      fail(
        `${keyword} at ${from || "the top"} has no equal there; the spec object's \`schema\` has it as it was authored`,
      );
    const read = readNode(schema, source, draft);
    const { put, finish } = createWrittenNode(refuse);
    for (const [keyword, value] of Object.entries(read)) {
      if (isLost(keyword, source, draft)) refuse(keyword);
      const as = nameIn(draft, keyword, read, source);
      const copy = copyValue(keyword, value, (inner, pointer) => {
        const [was, is] = [`${from}/${keyword}${pointer}`, `${to}/${as}${pointer}`];
        places.set(was, is);
        if (isMap(inner)) return write(inner, was, is);
        return address === undefined && keyword !== "additionalProperties" ? objectOf(inner) : inner;
      });
      if (as === keyword || keyword !== "dependencies") put(as, copy);
      else putDependencies(copy, put);
    }
    const [written, reference] = withReferenceApart(finish(), source, draft);
    if (reference !== undefined) references.push(reference);
    return address === undefined ? sayInOpenApi(written, refuse) : written;
  };

  places.set("", "");
  const written = write(schema, "", "");
  for (const reference of references) {
    const pointer = String(reference["$ref"]).slice(1);
    const place = places.get(decodeURIComponent(pointer));
    if (place !== undefined) {
      if (place !== pointer) reference["$ref"] = `#${encodeURI(place).replaceAll("#", "%23")}`;
    } else if (source !== draft || pointer.includes("/x-"))
      fail(`the reference ${String(reference["$ref"])} leads to a place that it does not have`);
  }
  return address === undefined ? written : { $schema: address, ...written };
}

/** A boolean schema as an object. */
function objectOf(schema: unknown): SchemaObject {
  return schema === false ? { not: {} } : {};
}
