import { posix } from "node:path";
import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord, joinPointer, splitPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { chooseDraft, type DraftChoice, outlineSpec } from "./outline.ts";
import { readSpec } from "./read.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean, nearestName } from "./suggest.ts";

/** Texts of files that are not specs themselves but may be referred to, by path below the project root. */
export type OtherFiles = Pick<ReadonlyMap<string, string>, "get">;

/** A schema that references can lead to: the output of a file, or an `input`, each with its own `#`. */
export interface SchemaRoot {
  readonly document: SpecDocument;
  /** Where it stands in the document. */
  readonly pointer: string;
  readonly draft: DraftChoice;
}

/** Where a reference leads. `pointer` counts from the document's top. */
export interface Target {
  readonly root: SchemaRoot;
  readonly pointer: string;
}

/** Knows all schemas of a run and follows references between them. */
export interface References {
  /** The schema at a place of a document. The same place gives the same object. */
  rootOf(document: SpecDocument, pointer: string): SchemaRoot;
  /** Follows the reference that `keyword`, `$ref` by default, states at `pointer` (the place of the schema that holds it). */
  follow(from: SchemaRoot, pointer: string, reference: string, keyword?: string): Target | Diagnostic;
  /** The dynamic anchors of the resource a place belongs to, by name; a recursive anchor has the empty name. */
  dynamicAnchors(root: SchemaRoot, pointer: string): ReadonlyMap<string, Target>;
  /** What is wrong, as YAML or JSON, with files that were read only because something refers to them. */
  readonly findings: readonly Diagnostic[];
  /** The schemas in those files: the file's own, and places in it that only a reference makes a schema. */
  readonly reached: () => readonly Target[];
}

/** Anything absolute without a host: what relative ids are resolved against. */
export const origin = "outspec:///";

/** A schema with an address of its own: a root, or what lies below an id. A `#` in it leads to its top. */
interface Resource {
  readonly address: string;
  readonly top: Target;
  readonly anchors: Map<string, Target>;
  /** The dynamic anchors, by name; a recursive anchor has the empty name. */
  readonly dynamicAnchors: Map<string, Target>;
}

interface Indexed {
  readonly root: SchemaRoot;
  /** The resource that a schema of this root belongs to. */
  resourceAt(pointer: string): Resource;
}

/** What else a run knows when it is given only some of a project's specs. */
export interface Surroundings {
  /** Paths of all files of the project, for hints. */
  readonly paths: readonly string[];
  /** Other files whose ids count from the start, whichever reference comes first. */
  readonly ahead: readonly string[];
}

/** Indexes the ids and anchors of all documents. Pure: `others` is asked for a file the first time it is named. */
export function indexReferences(
  documents: readonly SpecDocument[],
  others: OtherFiles,
  around?: Surroundings,
): References {
  const files = new Map(documents.map((document) => [document.path, document]));
  const roots = new Map<string, Indexed>();
  const byAddress = new Map<string, Resource[]>();
  const targets = new Map<string, Target>();
  const findings: Diagnostic[] = [];

  const indexed = (document: SpecDocument, pointer: string): Indexed => {
    const key = `${document.path}#${pointer}`;
    const known = roots.get(key);
    if (known !== undefined) return known;
    const schema = atPointer(document.value, pointer) ?? true;
    const root: SchemaRoot = { document, pointer, draft: chooseDraft(schema) };
    // Only the output is what others mean by the file's name.
    const isMain = pointer === outlineSpec(document).output;
    const own = origin + encodeURI(document.path) + (isMain ? "" : `!${pointer}`);
    const resources = new Map<string, Resource>([[pointer, addResource(own, { root, pointer })]]);
    const resourceAt = (place: string): Resource => {
      for (let at = place; ; at = at.slice(0, at.lastIndexOf("/"))) {
        const resource = resources.get(at.length <= pointer.length ? pointer : at);
        if (resource !== undefined) return resource;
      }
    };
    walkSchemas(schema, pointer, (node, place) => {
      if (!isRecord(node)) return;
      const target = { root, pointer: place };
      const { draft } = root.draft;
      const hidden = typeof node["$ref"] === "string" && hidesSiblings(draft);
      const id = hidden ? undefined : draft === "draft-04" ? node["id"] : node["$id"];
      if (typeof id === "string" && id.startsWith("#")) addAnchor(resourceAt(place).anchors, id.slice(1), target);
      else if (typeof id === "string") {
        const address = resolveAddress(id, resourceAt(place).address);
        // The file's own address and the id at its top are two names of one thing.
        const same = resources.get(place);
        if (address !== undefined) resources.set(place, addResource(stripFragment(address), target, same));
      }
      const { anchors, dynamicAnchors } = resourceAt(place);
      for (const anchor of [node["$anchor"], node["$dynamicAnchor"]]) {
        if (typeof anchor === "string") addAnchor(anchors, anchor, target);
      }
      const name = node["$recursiveAnchor"] === true ? "" : node["$dynamicAnchor"];
      if (typeof name === "string") dynamicAnchors.set(name, target);
    });
    const result = { root, resourceAt };
    roots.set(key, result);
    return result;
  };
  const addResource = (address: string, top: Target, same?: Resource): Resource => {
    const { anchors, dynamicAnchors } = same ?? { anchors: new Map(), dynamicAnchors: new Map() };
    const resource: Resource = { address, top, anchors, dynamicAnchors };
    byAddress.set(address, [...(byAddress.get(address) ?? []), resource]);
    return resource;
  };

  const fileAt = (path: string): SpecDocument | undefined => {
    const known = files.get(path);
    if (known !== undefined) return known;
    const text = others.get(path);
    if (text === undefined) return undefined;
    const document = readSpec(path, text);
    files.set(path, document);
    findings.push(...document.findings);
    return document;
  };

  // Ids must be known before the first reference is followed.
  for (const document of documents) {
    const outline = outlineSpec(document);
    if (document.value !== undefined) indexed(document, outline.output);
    if (outline.hasInput) indexed(document, "/input");
  }
  for (const path of around?.ahead ?? []) {
    const file = fileAt(path);
    if (file?.value !== undefined) indexed(file, outlineSpec(file).output);
  }

  const follow: References["follow"] = (from, pointer, reference, keyword = "$ref") => {
    const result = find(from, pointer, reference, keyword);
    if (!isFinding(result)) targets.set(`${result.root.document.path}#${result.pointer}`, result);
    return result;
  };

  const find = (from: SchemaRoot, pointer: string, reference: string, keyword: string): Target | Diagnostic => {
    const range = (): SourceRange => from.document.rangeOf(joinPointer(pointer, keyword));
    const own = indexed(from.document, from.pointer).resourceAt(pointer);
    const [address = "", fragment = ""] = splitFragment(reference);
    const absolute = resolveAddress(address, own.address);
    const claims = (absolute === undefined ? undefined : byAddress.get(stripFragment(absolute))) ?? [];
    const path = posix.normalize(posix.join(posix.dirname(from.document.path), decode(address)));
    const named = address === "" ? own : chooseClaim(claims, from.document, path);
    if (named !== undefined) return inResource(named, fragment, reference, range);
    const [first, second] = claims;
    if (first !== undefined && second !== undefined) {
      const [one, other] = [first.top.root.document.path, second.top.root.document.path];
      return error(
        "ambiguous-id",
        range(),
        `${JSON.stringify(reference)} may mean ${one} or ${other}: both have the id ${JSON.stringify(first.address)}`,
        "give each file an id of its own, or refer to the file by its path",
      );
    }

    if (/^[a-z][a-z0-9+.-]*:/i.test(address)) {
      const message = `${JSON.stringify(address)} is not on this machine, and remote schemas are never fetched`;
      return error("remote-ref", range(), message, "save it below the project and refer to the file: ./name.json");
    }
    if (address.startsWith("/")) {
      return error(
        "ref-outside-root",
        range(),
        `${JSON.stringify(address)} is an absolute path`,
        "refer to files by a path relative to this one: ./name.yaml",
      );
    }
    if (path.startsWith("../")) {
      return error(
        "ref-outside-root",
        range(),
        `${JSON.stringify(address)} is outside the project`,
        "only files below the folder of outspec.yaml are read",
      );
    }
    const file = fileAt(path);
    if (file === undefined) {
      const known = [...(around?.paths ?? files.keys())].map((other) => relativePath(from.document.path, other));
      const near = nearestName(address.startsWith(".") ? address : `./${address}`, known);
      return error(
        "ref-not-found",
        range(),
        `there is no file ${path}`,
        near === undefined ? "the path is relative to this file" : `did you mean ${JSON.stringify(near)}?`,
      );
    }
    if (file.value === undefined) return error("ref-not-found", range(), `${path} could not be read`);
    const output = outlineSpec(file).output;
    return inResource(indexed(file, output).resourceAt(output), fragment, reference, range);
  };

  const inResource = (
    { top, anchors }: Resource,
    fragment: string,
    reference: string,
    range: () => SourceRange,
  ): Target | Diagnostic => {
    const { root, pointer } = top;
    if (fragment === "") {
      if (atPointer(root.document.value, pointer) !== undefined) return top;
      return error("ref-not-found", range(), `${root.document.path} has no schema to refer to`);
    }
    if (!fragment.startsWith("/")) {
      const found = anchors.get(fragment);
      if (found !== undefined) return found;
      const names = [...anchors.keys()];
      return error(
        "ref-not-found",
        range(),
        `there is no anchor ${JSON.stringify(fragment)} in ${root.document.path}`,
        didYouMean(fragment, names) ?? (names.length === 0 ? undefined : `there are ${listSome(names)}`),
      );
    }
    const inner = decode(fragment);
    if (atPointer(root.document.value, pointer + inner) !== undefined) return { root, pointer: pointer + inner };
    return error(
      "ref-not-found",
      range(),
      `${JSON.stringify(reference)} leads nowhere`,
      hintForPointer(root, pointer, inner, reference),
    );
  };

  const reached = (): readonly Target[] => {
    const own = new Set(documents);
    const others = [...roots.values()].filter(({ root }) => !own.has(root.document));
    const places = new Set<string>();
    for (const { root } of others) {
      walkSchemas(schemaAt({ root, pointer: root.pointer }), root.pointer, (_, place) => {
        places.add(`${root.document.path}#${place}`);
      });
    }
    return [
      ...others.map(({ root }) => ({ root, pointer: root.pointer })),
      ...[...targets].flatMap(([key, target]) => (own.has(target.root.document) || places.has(key) ? [] : [target])),
    ];
  };

  return {
    rootOf: (document, pointer) => indexed(document, pointer).root,
    follow,
    dynamicAnchors: (root, pointer) => indexed(root.document, root.pointer).resourceAt(pointer).dynamicAnchors,
    findings,
    reached,
  };
}

/** The first to have an anchor keeps it. */
function addAnchor(anchors: Map<string, Target>, name: string, target: Target): void {
  if (!anchors.has(name)) anchors.set(name, target);
}

/** Of the resources that claim an address: the only one, else the file the reference names by its path, else one of the file it stands in. */
function chooseClaim(claims: readonly Resource[], from: SpecDocument, path: string): Resource | undefined {
  if (claims.length < 2) return claims[0];
  const only = (ofPath: string): Resource | undefined => {
    const [first, second] = claims.filter(({ top }) => top.root.document.path === ofPath);
    return second === undefined ? first : undefined;
  };
  return only(path) ?? only(from.path);
}

/** Whether a `$ref` hides an id beside it, as it does in the drafts in which it hides everything. */
function hidesSiblings(draft: Draft): boolean {
  return draft === "draft-04" || draft === "draft-06" || draft === "draft-07";
}

/** Offers the nearest name at the step where the pointer left the path, or the place where the author may have meant it. */
function hintForPointer(root: SchemaRoot, base: string, pointer: string, reference: string): string | undefined {
  const prefix = reference.slice(0, reference.indexOf("#") + 1);
  const document = root.document.value;
  if (base !== "" && pointer.startsWith(`${base}/`) && atPointer(document, pointer) !== undefined) {
    return `"#" is the ${base.slice(1)} schema itself: write ${JSON.stringify(prefix + pointer.slice(base.length))}`;
  }
  const steps = splitPointer(pointer);
  for (const [index, step] of steps.entries()) {
    const here = steps.slice(0, index);
    const place = atPointer(document, base + joinPointer("", ...here));
    const names = isRecord(place) ? Object.keys(place) : [];
    if (isRecord(place) && Object.hasOwn(place, step)) continue;
    const swapped =
      step === "definitions" && names.includes("$defs")
        ? "$defs"
        : step === "$defs" && names.includes("definitions")
          ? "definitions"
          : undefined;
    const near = swapped ?? nearestName(step, names);
    if (near !== undefined) {
      const mended = joinPointer("", ...here, near, ...steps.slice(index + 1));
      // A second slip further on is worth more than a path that leads nowhere either.
      if (atPointer(document, base + mended) === undefined) return hintForPointer(root, base, mended, reference);
      return `did you mean ${JSON.stringify(prefix + mended)}?`;
    }
    const where = index === 0 ? `the schema that "${prefix}" stands for` : JSON.stringify(here.at(-1));
    return `${where} has ${names.length === 0 ? "no entries" : listSome(names)}, and no ${JSON.stringify(step)}`;
  }
  return undefined;
}

const mostListed = 5;

function listSome(names: readonly string[]): string {
  const more = names.length - mostListed;
  return names.slice(0, mostListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function splitFragment(reference: string): [string, string] {
  const at = reference.indexOf("#");
  return at === -1 ? [reference, ""] : [reference.slice(0, at), reference.slice(at + 1)];
}

function stripFragment(address: string): string {
  return splitFragment(address)[0];
}

function resolveAddress(address: string, base: string): string | undefined {
  try {
    return new URL(address, base).href;
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function relativePath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

/** Tells a finding from a target. */
export function isFinding(result: Target | Diagnostic): result is Diagnostic {
  return "severity" in result;
}

/** The schema a target leads to. */
export function schemaAt(target: Target): Json {
  return atPointer(target.root.document.value, target.pointer) ?? true;
}
