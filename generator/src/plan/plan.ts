import type { NodeId, SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { TypeNames } from "../../../runtime/src/schema/ir/names.ts";
import type { TableIr } from "../../../runtime/src/schema/ir/table.ts";
import type { SpecNames } from "../spec/names.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** A schema with everything later phases ask of it. */
export interface PlannedSchema {
  readonly ir: SchemaIr;
  readonly names: TypeNames;
}

/** Where a validator is that another module exports: the machine's file, below the output folder, and its name there. */
export interface ImportedValidator {
  readonly path: string;
  readonly name: string;
}

/** A type that another generated module declares. Paths are below the output folder. */
export interface ImportedType {
  readonly path: string;
  readonly name: string;
  readonly partial: string;
  /** What the two are called here: otherwise than there where the names are taken. */
  readonly as: string;
  readonly partialAs: string;
  /** The property that the partial type requires, since there it is always an option told apart by it. */
  readonly tag?: string;
  /** Where its validator is, when it has one of its own. */
  readonly validator?: ImportedValidator;
}

/** What a spec's output becomes. */
export interface PlannedOutput extends PlannedSchema {
  /** The named nodes that have a partial type declared. */
  readonly partials: ReadonlySet<NodeId>;
  readonly table: TableIr;
}

/** One spec and the files it becomes. */
export interface SpecPlan {
  readonly spec: ResolvedSpec;
  readonly names: SpecNames;
  /** Types of the output that are imported and not declared, by node, and every copy of what another spec defines. */
  readonly imports: ReadonlyMap<NodeId, ImportedType>;
  readonly output: PlannedOutput;
  readonly input?: PlannedSchema & { readonly imports: ReadonlyMap<NodeId, ImportedType> };
  /** Pointers of the input's schema where the prompt takes an image or a file. */
  readonly media: ReadonlySet<string>;
  /** The router the functions use; absent: the caller has to pass one. */
  readonly router?: string;
  /** Paths below the output folder. */
  readonly path: string;
  readonly internalPath: string;
}
