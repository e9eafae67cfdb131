import type { Inverse, StreamTable } from "../../runtime/src/codec.ts";

/** What the test's encoder has to know of a dialect's schema. */
interface WireNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, WireNode>>;
  readonly properties?: Readonly<Record<string, WireNode>>;
  readonly required?: readonly string[];
  readonly items?: WireNode;
  readonly additionalProperties?: boolean | WireNode;
  readonly anyOf?: readonly WireNode[];
  readonly oneOf?: readonly WireNode[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/**
 * Writes an authored value as a model would in a dialect: the straightforward way, by walking value and wire schema
 * together, so that it shares nothing with the decoder it tests.
 */
export function encodeValue(
  _table: StreamTable,
  inverse: Inverse | undefined,
  root: WireNode,
  value: unknown,
): unknown {
  const whole = inverse?.wrapper === undefined ? value : { [inverse.wrapper]: value };
  const encoded = encode(root, root, whole);
  if (encoded === undefined) throw new Error(`no way to write ${JSON.stringify(value)} in ${JSON.stringify(root)}`);
  return encoded;
}

/** The encoded value; `undefined` when it does not fit the node. */
function encode(root: WireNode, node: WireNode, value: unknown): unknown {
  if (node.$ref !== undefined) {
    const target = node.$ref === "#" ? root : root.$defs?.[node.$ref.replace(/^#\/(?:\$defs|definitions)\//, "")];
    return target === undefined ? undefined : encode(root, target, value);
  }
  const options = node.anyOf ?? node.oneOf;
  if (options !== undefined) {
    for (const option of options) {
      const encoded = encode(root, option, value);
      if (encoded !== undefined) return encoded;
    }
    return undefined;
  }
  if (node.const !== undefined && node.const !== value) return undefined;
  if (node.enum !== undefined && !node.enum.includes(value)) return undefined;
  const types = typeof node.type === "string" ? [node.type] : node.type;
  if (Array.isArray(value)) {
    if (types !== undefined && !types.includes("array")) return undefined;
    return encodeAll(value.map((item) => (node.items === undefined ? item : encode(root, node.items, item))));
  }
  if (typeof value === "object" && value !== null) {
    const entry = node.items?.properties;
    if (types?.includes("array") && entry?.["key"] !== undefined && entry["value"] !== undefined) {
      const valueNode = entry["value"];
      return encodeAll(
        Object.entries(value).map(([key, item]) => {
          const encoded = encode(root, valueNode, item);
          return encoded === undefined ? undefined : { key, value: encoded };
        }),
      );
    }
    if (types !== undefined && !types.includes("object")) return undefined;
    return encodeObject(root, node, value as Readonly<Record<string, unknown>>);
  }
  const name = value === null ? "null" : typeof value;
  if (types === undefined || types.includes(name) || (name === "number" && types.includes("integer"))) return value;
  return undefined;
}

function encodeAll(items: readonly unknown[]): unknown {
  return items.includes(undefined) ? undefined : items;
}

function encodeObject(root: WireNode, node: WireNode, value: Readonly<Record<string, unknown>>): unknown {
  const pairs: [string, unknown][] = [];
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    if (Object.hasOwn(value, name)) {
      const encoded = encode(root, child, value[name]);
      if (encoded === undefined) return undefined;
      pairs.push([name, encoded]);
    } else if (node.required?.includes(name)) {
      const absent = encode(root, child, null);
      if (absent === undefined) return undefined;
      pairs.push([name, absent]);
    }
  }
  for (const [name, item] of Object.entries(value)) {
    if (Object.hasOwn(node.properties ?? {}, name)) continue;
    if (node.additionalProperties === false) return undefined;
    const encoded =
      typeof node.additionalProperties === "object" ? encode(root, node.additionalProperties, item) : item;
    if (encoded === undefined) return undefined;
    pairs.push([name, encoded]);
  }
  return Object.fromEntries(pairs);
}
