import { schemaAtReference } from "../schema/ir/sources.ts";
import type { Draft, Json, JsonSchema } from "../schema/json.ts";
import { type SchemaObject, subschemas } from "../schema/keywords.ts";
import { isRecord } from "../schema/pointer.ts";
import type { Finding } from "./findings.ts";
import { walkReachable } from "./walk-reachable.ts";

/** Anything absolute without a host: what relative ids are resolved against. */
const origin = "outspec:///schema";

/** A schema with an address of its own: the root, or what lies below an id. A `#` in it leads to its top. */
interface Resource {
  readonly address: string;
  readonly top: string;
  readonly anchors: Map<string, string>;
}

/** A finding, and the place of the schema that has the reference. */
interface ReferenceFinding extends Finding {
  readonly schema: string;
}

/** A schema that refers to another one, and the resource its references count from. */
interface Referrer {
  readonly schema: Record<string, Json>;
  readonly pointer: string;
  readonly resource: Resource;
}

/**
 * Writes every reference of a document as the pointer it leads to, `#/$defs/a`, not percent-encoded: those by id and by
 * anchor, too. Dynamic references become ordinary ones where they can lead to one schema only. Changes the document.
 */
export function resolveReferences(document: JsonSchema, draft: Draft, findings: Finding[]): void {
  const found = new Resolver(document, draft).run();
  const reached = new Set<string>();
  walkReachable(document, ({ pointer }) => reached.add(pointer));
  // A definition that nothing refers to may say what it likes.
  findings.push(...found.filter(({ schema }) => reached.has(schema)));
}

class Resolver {
  readonly #document: JsonSchema;
  readonly #draft: Draft;
  readonly #findings: ReferenceFinding[] = [];
  readonly #resources = new Map<string, Resource>();
  readonly #referrers: Referrer[] = [];
  readonly #visited = new Set<string>();
  /** How often each dynamic anchor stands in the document; the recursive one is nameless. */
  readonly #dynamicAnchors = new Map<string, number>();

  constructor(document: JsonSchema, draft: Draft) {
    this.#document = document;
    this.#draft = draft;
  }

  run(): readonly ReferenceFinding[] {
    const root = this.#addResource(origin, "#");
    this.#index(this.#document, "#", root);
    // The list grows: what only a reference makes a schema is indexed when it is found.
    for (const referrer of this.#referrers) this.#resolve(referrer);
    return this.#findings;
  }

  #addResource(address: string, top: string, same?: Resource): Resource {
    const resource = { address, top, anchors: same?.anchors ?? new Map<string, string>() };
    if (!this.#resources.has(address)) this.#resources.set(address, resource);
    return resource;
  }

  #index(schema: JsonSchema, at: string, outer: Resource): void {
    const open: { readonly schema: Json; readonly pointer: string; readonly resource: Resource }[] = [
      { schema, pointer: at, resource: outer },
    ];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { schema: node, pointer } = next;
      if (!isRecord(node) || this.#visited.has(pointer)) continue;
      this.#visited.add(pointer);
      const resource = this.#enter(node, pointer, next.resource);
      if (["$ref", "$dynamicRef", "$recursiveRef"].some((keyword) => typeof node[keyword] === "string")) {
        // The cast holds: the document is this package's own copy, and is changed nowhere else.
        this.#referrers.push({ schema: node as Record<string, Json>, pointer, resource });
      }
      // Reversed, so that what stands first is met first, and findings are in the order of the document.
      for (const child of [...subschemas(node, pointer)].reverse()) open.push({ ...child, resource });
    }
  }

  /** The resource that a schema is part of, with the anchors it adds to it. */
  #enter(node: SchemaObject, pointer: string, outer: Resource): Resource {
    // Up to draft-07 a `$ref` hides what stands beside it, and an id that begins with `#` is an anchor.
    const isHidden = this.#draft.startsWith("draft-0") && typeof node["$ref"] === "string";
    const id = isHidden ? undefined : node["$id"];
    let resource = outer;
    if (typeof id === "string" && id.startsWith("#")) addTo(outer.anchors, id.slice(1), pointer);
    else if (typeof id === "string") {
      const address = addressOf(id, outer.address);
      if (address !== undefined) resource = this.#addResource(address, pointer, pointer === "#" ? outer : undefined);
    }
    for (const anchor of [node["$anchor"], node["$dynamicAnchor"]]) {
      if (typeof anchor === "string") addTo(resource.anchors, anchor, pointer);
    }
    const dynamic = node["$recursiveAnchor"] === true ? "" : node["$dynamicAnchor"];
    if (typeof dynamic === "string") this.#dynamicAnchors.set(dynamic, (this.#dynamicAnchors.get(dynamic) ?? 0) + 1);
    return resource;
  }

  #resolve(referrer: Referrer): void {
    const { schema } = referrer;
    const targets = ["$ref", "$dynamicRef", "$recursiveRef"].flatMap((keyword): readonly string[] => {
      const reference = schema[keyword];
      if (typeof reference !== "string") return [];
      const target = this.#follow(referrer, keyword, reference);
      // What is a reference afterwards keeps its place.
      if (keyword !== "$ref" || target === undefined) delete schema[keyword];
      return target === undefined ? [] : [target];
    });
    const [first, ...others] = targets;
    if (first === undefined) return;
    schema["$ref"] = first;
    if (others.length === 0) return;
    const { allOf } = schema;
    schema["allOf"] = [...(Array.isArray(allOf) ? allOf : []), ...others.map((target) => ({ $ref: target }))];
  }

  /** Where a reference leads; nothing, with a finding, where it leads nowhere. */
  #follow({ pointer, resource }: Referrer, keyword: string, reference: string): string | undefined {
    const at = `${pointer}/${keyword}`;
    const [address = "", fragment = ""] = splitOnce(reference, "#");
    const absolute = address === "" ? resource.address : addressOf(address, resource.address);
    const found = address === "" ? resource : absolute === undefined ? undefined : this.#resources.get(absolute);
    if (found === undefined) {
      this.#findings.push({
        schema: pointer,
        pointer: at,
        message: `${JSON.stringify(reference)} is not in this schema, and other documents are never fetched`,
        hint: "copy what it leads to under $defs and refer to it as #/$defs/Name",
      });
      return undefined;
    }
    const name = decode(fragment);
    const target = fragment === "" || fragment.startsWith("/") ? found.top + name : found.anchors.get(fragment);
    const schema = target === undefined ? undefined : schemaAtReference(this.#document, target);
    if (target === undefined || schema === undefined) {
      this.#findings.push({
        schema: pointer,
        pointer: at,
        message: `${JSON.stringify(reference)} leads nowhere`,
        hint: "name the place of a schema of this document, such as #/$defs/Name",
      });
      return undefined;
    }
    if (this.#isAmbiguous(keyword, fragment)) {
      this.#findings.push({
        schema: pointer,
        pointer: at,
        message: "leads to different schemas, depending on the way a value comes here",
        hint: "write a copy of this schema for each of them, with $ref in it",
      });
      return undefined;
    }
    this.#index(schema, target, found);
    return target;
  }

  /** Whether a dynamic reference may lead to several schemas. */
  #isAmbiguous(keyword: string, fragment: string): boolean {
    if (keyword === "$ref") return false;
    return (this.#dynamicAnchors.get(keyword === "$recursiveRef" ? "" : fragment) ?? 0) > 1;
  }
}

/** The first to have an anchor keeps it. */
function addTo(anchors: Map<string, string>, name: string, pointer: string): void {
  if (!anchors.has(name)) anchors.set(name, pointer);
}

function addressOf(address: string, base: string): string | undefined {
  try {
    return splitOnce(new URL(address, base).href, "#")[0];
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
