import type { SchemaIr } from "../ir/ir.ts";
import type { SpecNames, TypeNames } from "../ir/names.ts";
import type { TableIr } from "../ir/table.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** A schema with everything later phases ask of it. */
export interface PlannedSchema {
  readonly ir: SchemaIr;
  readonly names: TypeNames;
}

/** One spec and the files it becomes. */
export interface SpecPlan {
  readonly spec: ResolvedSpec;
  readonly names: SpecNames;
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
