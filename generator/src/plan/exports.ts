import { buildIr } from "../../../runtime/src/schema/ir/build.ts";
import type { NodeId, SchemaIr, TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import { nameTypes, type TypeNames } from "../../../runtime/src/schema/ir/names.ts";
import { isWhole, partialNodes, tagsOfOptions } from "../../../runtime/src/schema/ir/partials.ts";
import { partsOf } from "../../../runtime/src/schema/ir/path-names.ts";
import { isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import { specNames } from "../spec/names.ts";
import type { ForeignPlace, ResolvedSpec } from "../spec/resolved-spec.ts";
import type { ImportedValidator } from "./plan.ts";

/** A type that a generated module exports. */
export interface ExportedType {
  /** The node in the schema of the spec that exports it. */
  readonly at: NodeId;
  readonly name: string;
  /** Whether there is a partial type beside it: not where it never shows unfinished. */
  readonly hasPartial: boolean;
  /** The property its partial type requires. */
  readonly tag?: string;
  readonly validator?: ImportedValidator;
}

/** What one spec exports of the places another one refers to. */
export interface SpecExports {
  /** Path of the spec below the project root. */
  readonly spec: string;
  /** Name of the spec. */
  readonly name: string;
  /** Path of its generated file below the output folder. */
  readonly module: string;
  readonly types: readonly ExportedType[];
}

/**
 * What other specs export of the places one spec refers to: plain data, in a stable order. Together with the resolved
 * spec and the configuration it decides every byte of the spec's files.
 */
export type SpecImports = readonly SpecExports[];

/** Finds out, for each spec of a run, what it can import. A spec is looked into when the first one refers to it. */
export function createImports(specs: readonly ResolvedSpec[]): (spec: ResolvedSpec) => SpecImports {
  const byPath = new Map(specs.map((spec) => [spec.path, spec]));
  const known = new Map<string, SpecExports>();
  const exportsOf = (path: string): SpecExports | undefined => {
    const spec = byPath.get(path);
    const exported = known.get(path) ?? (spec === undefined ? undefined : listExports(spec));
    if (exported !== undefined) known.set(path, exported);
    return exported;
  };
  return (spec) => {
    const places = [...spec.foreign.values(), ...(spec.inputForeign?.values() ?? [])];
    const paths = [...new Set(places.map(({ path }) => path))].sort();
    return paths.flatMap((path) => {
      const exported = exportsOf(path);
      if (exported === undefined) return [];
      const wanted = places.filter((place) => place.path === path).map(({ pointer }) => pointer);
      const isWanted = ({ at }: ExportedType): boolean =>
        partsOf(at).every((part) => wanted.some((pointer) => isWithin(part.pointer, pointer)));
      return [{ ...exported, types: exported.types.filter(isWanted) }];
    });
  };
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/** Where the definitions of a schema that were copied from other specs stand. */
export type Foreign = ReadonlyMap<string, ForeignPlace>;

// A copy is a definition at the top. In a pointer a tilde is followed by 0 or 1; others belong to a node's id.
const topDefinition = /^#\/[^/]+\/(?:[^/~]|~[01])*/;

/** The copy a part of a node's id lies in, and where that was copied from. */
function copyAround(
  part: string,
  foreign: Foreign,
): { readonly rest: string; readonly place: ForeignPlace } | undefined {
  const at = topDefinition.exec(part)?.[0];
  const place = at === undefined ? undefined : foreign.get(at);
  return at === undefined || place === undefined ? undefined : { rest: part.slice(at.length), place };
}

/** Whether what stands at a pointer was copied from another spec. */
export function isCopied(pointer: string, foreign: Foreign): boolean {
  return foreign.size > 0 && copyAround(pointer, foreign) !== undefined;
}

/** The same node in the schema of the spec it was copied from; `undefined` when it is not all from one. */
export function originOf(id: NodeId, foreign: Foreign): { readonly path: string; readonly at: NodeId } | undefined {
  if (foreign.size === 0) return undefined;
  const parts = id.split(/ & (?=#)/).map((part) => copyAround(part, foreign));
  const path = parts[0]?.place.path;
  if (path === undefined || parts.some((part) => part?.place.path !== path)) return undefined;
  return { path, at: parts.map((part) => `${part?.place.pointer ?? ""}${part?.rest ?? ""}`).join(" & ") };
}

/** Names that the types of a spec's output have to leave to its functions and its input. */
export function takenNames(spec: ResolvedSpec): ReadonlySet<string> {
  const names = specNames(spec.name);
  return new Set(spec.shared ? [] : [names.input, names.generate, names.stream]);
}

/** Reads what a spec's output means. All definitions of a shared file count, of any other those its output refers to. */
export function readMeaning(spec: ResolvedSpec): SchemaIr {
  return buildIr(spec.schema, spec.draft, sharedDefinitions(spec));
}

/** The definitions a shared file has of its own, as pointers, in order. */
export function sharedDefinitions({ schema, shared, foreign }: ResolvedSpec): readonly NodeId[] {
  if (!shared || typeof schema === "boolean") return [];
  return (["definitions", "$defs"] as const)
    .flatMap((keyword) =>
      isRecord(schema[keyword]) ? Object.keys(schema[keyword]).map((key) => joinPointer("#", keyword, key)) : [],
    )
    .filter((pointer) => !foreign.has(pointer));
}

/** The nodes whose partial types a spec declares for themselves: the root, and definitions that show unfinished. */
export function partialRoots(spec: ResolvedSpec, ir: SchemaIr, names: TypeNames): readonly TypeIr[] {
  const definitions = names.order.filter((id) => ir.definitions.has(id));
  return [
    ...(spec.rootless ? [] : [ir.root]),
    ...definitions.flatMap((id) => names.nodes.get(id) ?? []).filter((type) => type !== ir.root && !isWhole(ir, type)),
  ];
}

/** The types a spec declares of its own schema. Their names do not depend on what it imports. */
function listExports(spec: ResolvedSpec): SpecExports {
  const { foreign, name, rootless, stem } = spec;
  const module = `${stem}.ts`;
  const ir = readMeaning(spec);
  if (ir.tooComplexAt !== undefined) return { spec: spec.path, name, module, types: [] };
  const isForeign = (pointer: string): boolean => isCopied(pointer, foreign);
  const isCopy = (id: NodeId): boolean => partsOf(id).every(({ pointer }) => isForeign(pointer));
  const options = { rootless, definitions: sharedDefinitions(spec), isForeign, isImported: isCopy };
  const names = nameTypes(ir, name, takenNames(spec), options);
  const partials = partialNodes(ir, partialRoots(spec, ir, names), (id) => names.nodes.has(id), isCopy);
  const tags = tagsOfOptions(ir);
  const types = names.order.map((at): ExportedType => {
    const own = names.names.get(at) ?? "";
    const tag = tags.get(at);
    const validator = validatorOf(spec, at, own);
    return {
      at,
      name: own,
      hasPartial: partials.has(at),
      ...(tag === undefined ? {} : { tag }),
      ...(validator === undefined ? {} : { validator }),
    };
  });
  return { spec: spec.path, name, module, types };
}

/** A shared file has a validator for each of its definitions, any other for its output. */
function validatorOf({ shared, stem }: ResolvedSpec, at: NodeId, name: string): ImportedValidator | undefined {
  const path = `internal/${stem}.ts`;
  if (!shared) return at === "#" ? { path, name: "validate" } : undefined;
  return /^#\/(?:\$defs|definitions)\/[^/]+$/.test(at) ? { path, name: `validate${name}` } : undefined;
}
