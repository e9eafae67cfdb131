import { type NodeId, resolve, type SchemaIr, type TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { TypeNames } from "../../../runtime/src/schema/ir/names.ts";
import { partsOf } from "../../../runtime/src/schema/ir/path-names.ts";
import { planSpec } from "../plan/build.ts";
import { createImports } from "../plan/exports.ts";
import type { ImportedType, SpecPlan } from "../plan/plan.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** Which of a spec's two schemas something is of, as its pointers start. */
export type Half = "/output" | "/input";

/** A type that the module generated from a spec exports. */
export interface ExportedType {
  readonly name: string;
  readonly half: Half;
  readonly id: NodeId;
  /** Where it stands in the spec: `/output/$defs/Address`. */
  readonly at: string;
}

/** What a module exports, and how the places of its schemas are called. */
export interface ExportedTypes {
  /** The types it declares, by name, without partial ones. */
  readonly declared: ReadonlyMap<string, ExportedType>;
  /** Types that have a partial type beside them. */
  readonly partial: ReadonlySet<string>;
  /** Every name that is exported of it, or of the modules that its types come from. */
  readonly names: ReadonlySet<string>;
  /** The type that a node has by name, declared here or not. */
  typeAt(half: Half, id: NodeId): ExportedType | undefined;
  /** The nodes that refer to another one. */
  usersOf(half: Half, id: NodeId): readonly NodeId[];
}

/**
 * Finds out what is exported of a spec, exactly as it is generated. `beside` are all specs that it refers to, itself
 * among them; `name` is what it is taken to be called, where that is told elsewhere. Nothing for a schema that cannot be
 * generated.
 */
export function exportedTypes(
  spec: ResolvedSpec,
  beside: readonly ResolvedSpec[],
  name: string = spec.name,
): ExportedTypes | undefined {
  const named = { ...spec, name };
  const others = beside.filter(({ path }) => path !== spec.path);
  const imports = createImports([named, ...others])(named);
  const plan = planSpec(named, imports, { routers: {} });
  if (plan.output.ir.tooComplexAt !== undefined || plan.input?.ir.tooComplexAt !== undefined) return undefined;
  const halves = halvesOf(plan);
  const declared = new Map<string, ExportedType>();
  for (const { half, names } of halves)
    for (const id of names.order) {
      const own = names.names.get(id);
      if (own !== undefined && !declared.has(own)) declared.set(own, { name: own, half, id, at: placeOf(half, id) });
    }
  const partial = new Set([...plan.output.partials].flatMap((id) => plan.output.names.names.get(id) ?? []));
  const foreign = imports.flatMap(({ types }) =>
    types.flatMap((type) => (type.hasPartial ? [type.name, `Partial${type.name}`] : [type.name])),
  );
  const withPartial = (own: string): readonly string[] => (partial.has(own) ? [own, `Partial${own}`] : [own]);
  return {
    declared,
    partial: new Set([...declared.keys()].filter((own) => partial.has(own))),
    names: new Set([...[...declared.keys()].flatMap(withPartial), ...foreign]),
    typeAt: (half, id) => halves.find((one) => one.half === half)?.typeAt(id),
    usersOf: (half, id) => halves.find((one) => one.half === half)?.users.get(id) ?? [],
  };
}

interface PlannedHalf {
  readonly half: Half;
  readonly names: TypeNames;
  readonly users: ReadonlyMap<NodeId, readonly NodeId[]>;
  typeAt(id: NodeId): ExportedType | undefined;
}

function halvesOf({ output, input, imports }: SpecPlan): readonly PlannedHalf[] {
  return [
    describeHalf("/output", output.ir, output.names, imports),
    ...(input === undefined ? [] : [describeHalf("/input", input.ir, input.names, input.imports)]),
  ];
}

function describeHalf(
  half: Half,
  ir: SchemaIr,
  names: TypeNames,
  imports: ReadonlyMap<NodeId, ImportedType>,
): PlannedHalf {
  const nodes = new Map<NodeId, TypeIr>([...ir.targets, ...names.reached.map((type) => [type.id, type] as const)]);
  const users = new Map<NodeId, NodeId[]>();
  for (const type of names.reached)
    if (type.kind === "reference") users.set(type.to, [...(users.get(type.to) ?? []), type.id]);
  const named = (id: NodeId): ExportedType | undefined => {
    const name = imports.get(id)?.name ?? names.names.get(id);
    return name === undefined ? undefined : { name, half, id, at: placeOf(half, id) };
  };
  const typeAt = (id: NodeId): ExportedType | undefined => {
    const type = nodes.get(id);
    const next = type?.kind === "reference" ? type.to : undefined;
    const target = type === undefined ? undefined : resolve(ir, type);
    return named(id) ?? (next === undefined ? undefined : named(next)) ?? (target && named(target.id));
  };
  return { half, names, users, typeAt };
}

/** Where a node stands: of several schemas that apply to one place, the last that surely does. */
export function placeOf(half: Half, id: NodeId): string {
  const parts = partsOf(id);
  const certain = parts.filter(({ isPossible, isBeside }) => !isPossible && !isBeside);
  return `${half}${(certain.at(-1) ?? parts.at(-1))?.pointer.slice(1) ?? ""}`;
}
