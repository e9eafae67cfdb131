import { buildIr } from "../../../runtime/src/schema/ir/build.ts";
import { type NodeId, resolve, type SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import { nameTypes, type TypeNames } from "../../../runtime/src/schema/ir/names.ts";
import { partialNodes } from "../../../runtime/src/schema/ir/partials.ts";
import { buildTable } from "../../../runtime/src/schema/ir/table.ts";
import type { JsonSchema } from "../../../runtime/src/schema/json.ts";
import type { ProjectConfig } from "../config.ts";
import { camelCase, specNames } from "../spec/names.ts";
import type { PromptTemplate, ResolvedSpec } from "../spec/resolved-spec.ts";
import {
  type Foreign,
  isCopied,
  partialRoots,
  readMeaning,
  type SpecImports,
  sharedDefinitions,
  takenNames,
} from "./exports.ts";
import { type Found, findImports, importedNodes, nameImports } from "./imports.ts";
import type { ImportedType, PlannedOutput, SpecPlan } from "./plan.ts";

/** Decides what a spec's files are called, what is in them, what it is named and what is imported for it. */
export function planSpec(spec: ResolvedSpec, imports: SpecImports, config: Pick<ProjectConfig, "routers">): SpecPlan {
  const names = specNames(spec.name);
  const path = `${spec.stem}.ts`;
  const output = draftOutput(spec, imports);
  const input = spec.input === undefined ? undefined : draftInput(spec, spec.input, imports, output.names);
  const own = [...declaredNames(output.names), ...(input === undefined ? [] : declaredNames(input.names))];
  const met = [...output.imported.values(), ...(input?.imported.values() ?? [])];
  const nameImport = nameImports(met, new Set(spec.shared ? own : [...own, ...Object.values(names)]), path);
  const router = routerName(spec.router ?? "default", config);
  const planned = withImports(output, nameImport);
  return {
    spec,
    names,
    imports: planned.imports,
    output: planOutput(spec, output.ir, planned.names),
    ...(input === undefined ? {} : { input: { ir: input.ir, ...withImports(input, nameImport) } }),
    media: new Set(input?.media),
    ...(router === undefined ? {} : { router }),
    path,
    internalPath: `internal/${spec.stem}.ts`,
  };
}

/** A schema whose own types have names, and what was found for it in other specs. */
interface NamedSchema {
  readonly ir: SchemaIr;
  readonly names: TypeNames;
  /** What the module's own types speak of. */
  readonly imported: ReadonlyMap<NodeId, Found>;
  /** Finds what any node is in another spec. */
  find(id: NodeId): Found | undefined;
  readonly foreign: Foreign;
}

function draftOutput(spec: ResolvedSpec, imports: SpecImports): NamedSchema {
  const { foreign, name, rootless } = spec;
  const definitions = sharedDefinitions(spec);
  return nameSchema(readMeaning(spec), name, takenNames(spec), foreign, imports, { rootless, definitions });
}

function draftInput(
  spec: ResolvedSpec,
  schema: JsonSchema,
  imports: SpecImports,
  output: TypeNames,
): NamedSchema & { readonly media: readonly string[] } {
  const { input: name } = specNames(spec.name);
  const ir = buildIr(schema, spec.inputDraft ?? spec.draft);
  const taken = new Set([...takenNames(spec), ...declaredNames(output)].filter((other) => other !== name));
  const media = mediaIn(ir, spec.prompt);
  const all = spec.inputForeign ?? new Map();
  // What the prompt takes a medium from is typed for this prompt alone.
  const foreign: Foreign = media.some((pointer) => isCopied(pointer, all)) ? new Map() : all;
  return { ...nameSchema(ir, name, taken, foreign, imports), media };
}

function nameSchema(
  ir: SchemaIr,
  name: string,
  taken: ReadonlySet<string>,
  foreign: Foreign,
  imports: SpecImports,
  options: { readonly rootless?: boolean; readonly definitions?: readonly NodeId[] } = {},
): NamedSchema {
  const find = findImports(ir, foreign, imports);
  const isImported = (id: NodeId): boolean => find(id) !== undefined;
  const isForeign = (pointer: string): boolean => isCopied(pointer, foreign);
  const names = nameTypes(ir, name, taken, { ...options, isForeign, isImported });
  const met = foreign.size === 0 ? [] : importedNodes(ir, names.reached, isImported);
  const imported = new Map(met.flatMap((id) => pairWith(id, find(id))));
  return { ir, names, imported, find, foreign };
}

function pairWith<T>(id: NodeId, value: T | undefined): readonly (readonly [NodeId, T])[] {
  return value === undefined ? [] : [[id, value]];
}

/** Puts the names of imported types beside those of a schema's own. */
function withImports(
  { ir, names, imported, find, foreign }: NamedSchema,
  nameImport: (found: Found) => ImportedType,
): { readonly names: TypeNames; readonly imports: ReadonlyMap<NodeId, ImportedType> } {
  if (foreign.size === 0) return { names, imports: new Map() };
  const ids = [...new Set([...imported.keys(), ...foreign.keys(), ...ir.targets.keys()])];
  const found = new Map(ids.flatMap((id) => pairWith(id, find(id))));
  const all = [...found].map(([id, one]) => [id, nameImport(one)] as const);
  return {
    names: { ...names, names: new Map([...all.map(([id, { as }]) => [id, as] as const), ...names.names]) },
    imports: new Map(all),
  };
}

function planOutput(spec: ResolvedSpec, ir: SchemaIr, names: TypeNames): PlannedOutput {
  const isNamed = (id: NodeId): boolean => names.names.has(id);
  const isImported = (id: NodeId): boolean => isNamed(id) && !names.nodes.has(id);
  const partials = partialNodes(ir, partialRoots(spec, ir, names), isNamed, isImported);
  return { ir, names, partials, table: buildTable(ir) };
}

/** The names of the types a module declares, with their partial types'. */
function declaredNames({ names, order }: TypeNames): readonly string[] {
  return order.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [name, `Partial${name}`];
  });
}

/** The constant a router is exported as; `undefined` when there is none of that name. */
export function routerName(name: string, config: Pick<ProjectConfig, "routers">): string | undefined {
  if (!Object.hasOwn(config.routers, name)) return undefined;
  return name === "default"
    ? "router"
    : `${camelCase(name.replaceAll(/[^\p{L}\p{N}]+(.)?/gu, (_match, next?: string) => (next ?? "").toUpperCase()))}Router`;
}

/** The nodes of the input that hold images or files. */
function mediaIn(ir: SchemaIr, prompt: PromptTemplate | undefined): readonly string[] {
  const parts = prompt?.messages.flatMap((message) => message.parts) ?? [];
  return parts.flatMap((part) => {
    if (part.type === "text") return [];
    let type: SchemaIr["root"] | undefined = ir.root;
    for (const name of part.path) {
      const target: SchemaIr["root"] | undefined = type === undefined ? undefined : resolve(ir, type);
      type = target?.kind === "object" ? target.properties.find((property) => property.name === name)?.type : undefined;
    }
    return type === undefined ? [] : [type.id];
  });
}

/** The relative specifier by which one generated file imports another. Paths are below the output folder. */
export function importPath(from: string, to: string, extension: ProjectConfig["importExtension"]): string {
  const above = from.split("/").slice(0, -1);
  const below = to.split("/");
  let shared = 0;
  while (shared < above.length && shared < below.length - 1 && above[shared] === below[shared]) shared++;
  const up = "../".repeat(above.length - shared);
  const stem = below
    .slice(shared)
    .join("/")
    .replace(/\.[cm]?tsx?$/, "");
  return `${up === "" ? "./" : up}${stem}${extension === "none" ? "" : `.${extension}`}`;
}
