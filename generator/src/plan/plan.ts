import type { NodeId, SchemaIr } from "../ir/ir.ts";
import type { SpecNames, TypeNames } from "../ir/names.ts";
import type { TableIr } from "../ir/table.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** A schema with everything later phases ask of it. */
export interface PlannedSchema {
  readonly ir: SchemaIr;
  readonly names: TypeNames;
}

/** A type that another generated module declares. Paths are below the output folder. */
export interface ImportedType {
  readonly path: string;
  readonly name: string;
  readonly partial: string;
  /** Where its validator is, when it has one of its own: the machine's file, and the name of the function there. */
  readonly validator?: { readonly path: string; readonly name: string };
}

/** One spec and the files it becomes. */
export interface SpecPlan {
  readonly spec: ResolvedSpec;
  readonly names: SpecNames;
  /** Types of the output that are imported and not declared, by node. */
  readonly imports: ReadonlyMap<NodeId, ImportedType>;
  readonly output: PlannedSchema & { readonly table: TableIr };
  readonly input?: PlannedSchema;
  /** Pointers of the input's schema where the prompt takes an image or a file. */
  readonly media: ReadonlySet<string>;
  /** The router the functions use; absent: the caller has to pass one. */
  readonly router?: string;
  /** Paths below the output folder. */
  readonly path: string;
  readonly internalPath: string;
}
