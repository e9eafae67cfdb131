import { splitPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ProjectConfig } from "../config.ts";
import type { ForeignPlace, ResolvedSpec } from "../spec/resolved-spec.ts";
import type { SpecDocument } from "../spec/spec.ts";
import { readSide, type SchemaNode, type SchemaSide } from "./schema-node.ts";
import type { TargetFit } from "./targets.ts";

/** One spec as the rules see it. */
export interface LintSubject {
  readonly spec: ResolvedSpec;
  readonly document: SpecDocument;
  readonly config: ProjectConfig;
  readonly output: SchemaSide;
  /** Only where it was written, and not inferred from the prompt. */
  readonly input?: SchemaSide;
  /** What becomes of the spec for each model it may be sent to, worked out when asked for. */
  fits(): readonly TargetFit[];
}

/** Makes a spec ready for the rules. */
export function createSubject(
  spec: ResolvedSpec,
  document: SpecDocument,
  config: ProjectConfig,
  fits: () => readonly TargetFit[],
): LintSubject {
  let known: readonly TargetFit[] | undefined;
  return {
    spec,
    document,
    config,
    output: readSide("/output", spec.schema, spec.draft, createCopyTest(spec.foreign)),
    ...(spec.input !== undefined &&
      spec.inputDraft !== undefined && {
        input: readSide("/input", spec.input, spec.inputDraft, createCopyTest(spec.inputForeign ?? new Map())),
      }),
    fits() {
      known ??= fits();
      return known;
    },
  };
}

/** Whether a pointer is that of a definition which was copied from another spec, and is looked at there. */
function createCopyTest(foreign: ReadonlyMap<string, ForeignPlace>): (pointer: string) => boolean {
  if (foreign.size === 0) return () => false;
  const copies = new Set([...foreign.keys()].map((pointer) => pointer.replace(/^#/, "")));
  return (pointer) => copies.has(pointer);
}

/** The schemas of a spec, those of its input too. */
export function allNodes({ output, input }: LintSubject): readonly SchemaNode[] {
  return input === undefined ? output.nodes : [...output.nodes, ...input.nodes];
}

/** The side a node belongs to. */
export function sideOf({ output, input }: LintSubject, node: SchemaNode): SchemaSide {
  return input !== undefined && splitPointer(node.at)[0] === "input" ? input : output;
}

/** The schemas that describe values of the output: everything but what is only asked. */
export function describedNodes({ output }: LintSubject): readonly SchemaNode[] {
  return output.nodes.filter(({ role }) => role !== "test");
}
