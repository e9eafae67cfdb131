import { childrenOf, type NodeId, resolve, type SchemaIr, type TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import { numbered } from "../../../runtime/src/schema/ir/names.ts";
import { isWhole } from "../../../runtime/src/schema/ir/partials.ts";
import { flatOptions } from "../../../runtime/src/schema/ir/union-rows.ts";
import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import { type ExportedType, type Foreign, originOf, type SpecExports, type SpecImports } from "./exports.ts";
import type { ImportedType } from "./plan.ts";

/** A type found in another spec. */
export interface Found {
  readonly from: SpecExports;
  readonly type: ExportedType;
}

/** Finds the types that nodes of a schema have in other specs. A type comes with its partial one, or not at all. */
export function findImports(
  schema: SchemaIr,
  foreign: Foreign,
  imports: SpecImports,
): (id: NodeId) => Found | undefined {
  const index = new Map(
    imports.flatMap((from) => from.types.map((type) => [`${from.spec} ${type.at}`, { from, type }] as const)),
  );
  return (id) => {
    const origin = originOf(id, foreign);
    const found = origin === undefined ? undefined : index.get(`${origin.path} ${origin.at}`);
    const type = schema.targets.get(id);
    if (found === undefined || found.type.hasPartial || type === undefined || isWhole(schema, type)) return found;
    return undefined;
  };
}

/** The imported nodes that a module's own types speak of, directly or as options of a union they open. */
export function importedNodes(
  schema: SchemaIr,
  own: Iterable<TypeIr>,
  isImported: (id: NodeId) => boolean,
): readonly NodeId[] {
  const met = new Set<NodeId>();
  const note = (type: TypeIr): void => {
    if (met.has(type.id) || !isImported(type.id)) return;
    met.add(type.id);
    const target = resolve(schema, type);
    if (type.kind === "reference") follow(type.to);
    if (target === undefined) return;
    note(target);
    if (target.kind === "union") for (const option of flatOptions(schema, target)) note(option);
  };
  const follow = (id: NodeId): void => {
    const target = schema.targets.get(id);
    if (target !== undefined) note(target);
  };
  for (const type of own) {
    if (type.kind === "reference") follow(type.to);
    if (type.kind === "union") for (const option of flatOptions(schema, type)) note(option);
    for (const child of childrenOf(type)) {
      note(child);
      const target = resolve(schema, child);
      if (target !== undefined) note(target);
    }
  }
  return [...met];
}

/**
 * Says what imported types are called in the module that imports them. They keep their names; where two of them, or one
 * and a type of the module's own, share a name, the imported ones get that of the spec they come from in front.
 */
export function nameImports(
  met: readonly Found[],
  own: ReadonlySet<string>,
  module: string,
): (found: Found) => ImportedType {
  const used = new Set(own);
  const isFree = (name: string): boolean => !used.has(name) && !used.has(`Partial${name}`);
  const aliases = new Map<string, string>();
  const give = (found: Found, name: string): void => {
    aliases.set(keyOf(found), name);
    used.add(name).add(`Partial${name}`);
  };
  const giveLonger = (found: Found): void => {
    const { from, type } = found;
    const wishes = [from.name, pascalCase(from.module.replace(/\.ts$/, ""))].map((name) => `${name}${type.name}`);
    give(found, wishes.find(isFree) ?? numbered(wishes[0] ?? type.name, isFree));
  };
  const foreign = [...new Map(met.map((one) => [keyOf(one), one])).values()]
    .filter(({ from }) => from.module !== module)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const count = new Map<string, number>();
  for (const { type } of foreign) count.set(type.name, (count.get(type.name) ?? 0) + 1);
  const kept = foreign.filter(({ type }) => count.get(type.name) === 1 && isFree(type.name));
  for (const one of kept) give(one, one.type.name);
  for (const one of foreign) if (!aliases.has(keyOf(one))) giveLonger(one);
  return (found) => {
    if (found.from.module === module) return importedType(found, found.type.name);
    // What the module's types do not speak of is named as well, and never like what they do speak of.
    if (!aliases.has(keyOf(found))) {
      if (isFree(found.type.name)) give(found, found.type.name);
      else giveLonger(found);
    }
    return importedType(found, aliases.get(keyOf(found)) ?? found.type.name);
  };
}

function keyOf({ from, type }: Found): string {
  return `${from.module} ${type.name}`;
}

function importedType({ from, type }: Found, as: string): ImportedType {
  const { name, tag, validator } = type;
  return {
    path: from.module,
    name,
    partial: `Partial${name}`,
    as,
    partialAs: `Partial${as}`,
    ...(tag === undefined ? {} : { tag }),
    ...(validator === undefined ? {} : { validator }),
  };
}
