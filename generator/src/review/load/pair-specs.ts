import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type Match, matchSpecs } from "./match-specs.ts";
import type { PackageSides } from "./package-sides.ts";
import { resolveSide, type SideResult } from "./resolve-side.ts";
import type { PairKind, SpecPair } from "./review.ts";

/** What pairing may leave out. */
export interface PairOptions {
  /** Whether a pair is wanted, by its two paths below the top. */
  isWanted(paths: readonly string[]): boolean;
  /** Whether specs that did not change are read as well. */
  readonly resolve: "changed" | "all";
  /** Whether specs that did not change are left out of the list. */
  readonly changed: boolean;
}

/** Pairs of all projects, with what was found in reading them. */
export interface Pairing {
  readonly pairs: readonly SpecPair[];
  readonly unchangedCount: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings: readonly string[];
}

/** A pair before its files are read. */
type Draft = Omit<SpecPair, "before" | "after" | "baseInvalid"> & {
  readonly beforeIn?: PackageSides;
  readonly afterIn?: PackageSides;
  readonly beforeFile?: string;
  readonly afterFile?: string;
};

/** Pairs the specs of all projects and reads those that changed. */
export async function pairSpecs(packages: readonly PackageSides[], options: PairOptions): Promise<Pairing> {
  const drafts = [...packages.flatMap(draftCommon), ...draftMatches(packages)]
    .filter(({ beforePath, afterPath }) =>
      options.isWanted([beforePath, afterPath].filter((path) => path !== undefined)),
    )
    .sort((a, b) => compare(a.package, b.package) || compare(shownPath(a), shownPath(b)));
  const isRead = (draft: Draft): boolean =>
    draft.kind !== "same" ||
    options.resolve === "all" ||
    (!options.changed && draft.afterIn !== undefined && hasOtherTargets(draft.afterIn));
  const results = await readFiles(packages, drafts.filter(isRead));
  const { pairs, diagnostics, warnings } = complete(drafts, results);
  return {
    pairs: options.changed ? pairs.filter(({ kind }) => kind !== "same") : pairs,
    unchangedCount: drafts.filter(({ kind }) => kind === "same").length,
    diagnostics,
    warnings,
  };
}

/** Whether every request of a project may be another one although its specs are the same. */
function hasOtherTargets({ beforeConfig, afterConfig }: PackageSides): boolean {
  if (beforeConfig === undefined || afterConfig === undefined || beforeConfig.text === afterConfig.text) return false;
  const about = ({ config: { routers, targets } }: typeof afterConfig): string => JSON.stringify([routers, targets]);
  return about(beforeConfig) !== about(afterConfig);
}

function draftCommon(one: PackageSides): readonly Draft[] {
  return [...one.common].map(([path, because]) => {
    const name = one.names.get(path);
    return {
      kind: because.length === 0 ? "same" : "changed",
      package: one.folder,
      beforePath: one.placeBefore(path),
      afterPath: one.placeAfter(path),
      ...(name !== undefined && { beforeName: name, afterName: name }),
      sameText: true,
      because: because.map((file) => one.placeAfter(file)),
      beforeIn: one,
      afterIn: one,
      beforeFile: path,
      afterFile: path,
    };
  });
}

function draftMatches(packages: readonly PackageSides[]): readonly Draft[] {
  const byFolder = new Map(packages.map((one) => [one.folder, one]));
  const matches = matchSpecs(
    packages.flatMap(({ before }) => before),
    packages.flatMap(({ after }) => after),
  );
  return matches.map((match) => {
    const { before, after, similarity } = match;
    const beforeIn = before === undefined ? undefined : byFolder.get(before.package);
    const afterIn = after === undefined ? undefined : byFolder.get(after.package);
    const plain = (text = ""): string => text.replaceAll("\r\n", "\n");
    return {
      kind: kindOf(match),
      package: after?.package ?? before?.package ?? "",
      ...(before !== undefined && {
        beforePath: beforeIn?.placeBefore(before.path) ?? before.path,
        beforeFile: before.path,
      }),
      ...(after !== undefined && { afterPath: afterIn?.placeAfter(after.path) ?? after.path, afterFile: after.path }),
      ...(before?.name !== undefined && { beforeName: before.name }),
      ...(after?.name !== undefined && { afterName: after.name }),
      sameText: before !== undefined && after !== undefined && plain(before.text) === plain(after.text),
      because: before === undefined || after === undefined ? [] : changedAround(afterIn, after.path),
      ...(similarity !== undefined && { similarity }),
      ...(beforeIn !== undefined && { beforeIn }),
      ...(afterIn !== undefined && { afterIn }),
    };
  });
}

function changedAround(one: PackageSides | undefined, path: string): readonly string[] {
  if (one === undefined) return [];
  const { after, isSame } = one.sides;
  const others = after.closureOf(path).filter((other) => other !== path && !isSame(other));
  return others.map((other) => one.placeAfter(other));
}

function kindOf({ before, after, by }: Match): PairKind {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  const isMoved = before.package !== after.package || before.path !== after.path;
  // A file that cannot be read, or that only holds definitions, has no name to be called otherwise.
  const isNamed = before.name !== undefined && after.name !== undefined;
  if (by !== "name" && isNamed && before.name !== after.name) return "renamed";
  return isMoved ? "moved" : "changed";
}

interface Results {
  readonly before: ReadonlyMap<PackageSides, ReadonlyMap<string, SideResult>>;
  readonly after: ReadonlyMap<PackageSides, ReadonlyMap<string, SideResult>>;
}

async function readFiles(packages: readonly PackageSides[], drafts: readonly Draft[]): Promise<Results> {
  const before = new Map<PackageSides, ReadonlyMap<string, SideResult>>();
  const after = new Map<PackageSides, ReadonlyMap<string, SideResult>>();
  for (const one of packages) {
    const old = drafts.flatMap(({ beforeIn, beforeFile }) => (beforeIn === one ? (beforeFile ?? []) : []));
    const current = drafts.flatMap(({ afterIn, afterFile }) => (afterIn === one ? (afterFile ?? []) : []));
    const { sides, beforeConfig, afterConfig, placeBefore, placeAfter } = one;
    if (beforeConfig !== undefined)
      before.set(one, await resolveSide(sides.before, beforeConfig.config, old, placeBefore));
    if (afterConfig !== undefined)
      after.set(one, await resolveSide(sides.after, afterConfig.config, current, placeAfter));
  }
  return { before, after };
}

/** Puts what was read into the pairs. A base that is not valid makes the spec a new one, and that is said. */
function complete(drafts: readonly Draft[], results: Results): Pick<Pairing, "pairs" | "diagnostics" | "warnings"> {
  const diagnostics: Diagnostic[] = [];
  const warnings: string[] = [];
  const pairs = drafts.map((draft): SpecPair => {
    const { beforeIn, afterIn, beforeFile = "", afterFile = "", ...pair } = draft;
    const before = beforeIn === undefined ? undefined : results.before.get(beforeIn)?.get(beforeFile);
    const after = afterIn === undefined ? undefined : results.after.get(afterIn)?.get(afterFile);
    diagnostics.push(...(after?.diagnostics ?? []));
    const read = { ...pair, ...(after?.spec !== undefined && { after: after.spec }) };
    if (before === undefined) return read;
    const wrong = before.diagnostics.filter(({ severity }) => severity === "error");
    if (wrong.length === 0) return { ...read, ...(before.spec !== undefined && { before: before.spec }) };
    const first = wrong[0];
    const place = `${pair.beforePath}:${first?.range.start.line ?? 1}`;
    const verdict = pair.kind === "removed" ? "what went with it cannot be told" : "the spec is reported as new";
    warnings.push(`the old version is not valid, so that ${verdict}: ${place}: ${first?.message ?? ""}`);
    return { ...read, kind: pair.kind === "removed" ? "removed" : "added", baseInvalid: wrong };
  });
  return { pairs, diagnostics, warnings };
}

function shownPath({ afterPath, beforePath }: Draft): string {
  return afterPath ?? beforePath ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
