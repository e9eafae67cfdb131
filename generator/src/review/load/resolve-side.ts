import { splitPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { ProjectConfig } from "../../config.ts";
import type { Diagnostic, SourceRange } from "../../diagnostics/diagnostic.ts";
import type { ResolvedSpec } from "../../spec/resolved-spec.ts";
import type { SpecDocument } from "../../spec/spec.ts";
import type { LinkedSide } from "./link-sides.ts";

/** Gives the path below the top of a file of a project, by its path below the project's folder. */
export type Place = (path: string) => string;

/** One version of a spec, ready to be compared. */
export interface LoadedSpec {
  readonly spec: ResolvedSpec;
  /** The specs it was resolved with: itself and all that it refers to, however indirectly, are among them. */
  readonly beside: readonly ResolvedSpec[];
  /** The file as plain data; its `value` has what a resolved spec does not keep: the prompt's text, `stability`. */
  readonly document: SpecDocument;
  readonly text: string;
  /** Path below the top, as in {@link LoadedSpec.rangeOf}. */
  readonly path: string;
  /**
   * Where a pointer of a difference stands: `/output/properties/a` and `/input/…` also for a plain JSON Schema,
   * `/prompt`, `/settings/temperature`, or empty for the whole spec. The range's path counts from the top, and is that
   * of a `$ref`ed file where the place is in one.
   */
  rangeOf(pointer: string, what?: "key" | "value"): SourceRange;
}

/** What became of one file: a spec, unless it cannot be read as one, and what is wrong with it. */
export interface SideResult {
  readonly spec?: LoadedSpec;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads, checks and resolves some specs of a side beside all they refer to, and nothing else. `place` gives the paths
 * of all ranges below the top.
 */
export async function resolveSide(
  side: LinkedSide,
  config: ProjectConfig,
  wanted: readonly string[],
  place: Place,
): Promise<ReadonlyMap<string, SideResult>> {
  if (wanted.length === 0) return new Map();
  const [{ checkSpec }, { checkNames, nameDocument, resolveSpecs }] = await Promise.all([
    import("../../spec/check.ts"),
    import("../../spec/resolve.ts"),
  ]);
  const isSpec = new Set([...side.snapshot.specs, ...wanted]);
  const needed = [...new Set(wanted.flatMap((path) => side.closureOf(path)))].sort();
  const documents = needed.filter((path) => isSpec.has(path)).map((path) => side.documentOf(path));
  const { specs, own, beyond } = await resolveSpecs(
    documents,
    config,
    { get: (path) => side.textOf(path) },
    { paths: [...side.files.keys()].sort(), ahead: needed.filter((path) => !isSpec.has(path)) },
  );
  const resolved = new Map(specs.map((spec, index) => [spec.path, { spec, own: own[index] ?? [] }]));
  const results = new Map<string, SideResult>();
  for (const path of wanted) {
    const document = side.documentOf(path);
    const found = resolved.get(path);
    const closure = new Set(side.closureOf(path));
    const naming = nameDocument(document, config);
    const diagnostics = [
      ...document.findings,
      ...(await checkSpec(document, config)),
      ...(naming === undefined ? [] : checkNames([naming])),
      ...(found?.own ?? []),
      ...beyond.filter(({ range }) => closure.has(range.path)),
    ].map((one) => ({ ...one, range: placed(place, one.range) }));
    results.set(path, {
      ...(found !== undefined && { spec: describeSpec(found.spec, specs, document, side.textOf(path) ?? "", place) }),
      diagnostics,
    });
  }
  return results;
}

function describeSpec(
  spec: ResolvedSpec,
  beside: readonly ResolvedSpec[],
  document: SpecDocument,
  text: string,
  place: Place,
): LoadedSpec {
  return {
    spec,
    beside,
    document,
    text,
    path: place(spec.path),
    rangeOf: (pointer, what) => placed(place, findRange(spec, document, pointer, what)),
  };
}

function findRange(spec: ResolvedSpec, document: SpecDocument, pointer: string, what?: "key" | "value"): SourceRange {
  if (pointer === "/output" || pointer.startsWith("/output/")) return spec.rangeOf(pointer.slice(7), what);
  if ((pointer === "/input" || pointer.startsWith("/input/")) && spec.inputDraft === undefined) {
    // The input is inferred from the prompt: a variable stands where it is first used.
    const [, , name] = splitPointer(pointer);
    const used = name === undefined ? undefined : spec.rangeOfVariable?.(name);
    return used ?? document.rangeOf("/prompt", what);
  }
  return document.rangeOf(pointer, what);
}

/** A range with its path below the top. */
export function placed(place: Place, range: SourceRange): SourceRange {
  return { ...range, path: place(range.path) };
}
