import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasError, sortDiagnostics } from "../../diagnostics/sort.ts";
import type { Base, Head } from "./base.ts";
import { type FileTree, inFolder, joinFolders } from "./file-tree.ts";
import { kindAt } from "./git-objects.ts";
import { LoadError } from "./load-error.ts";
import { loadFilePair } from "./load-file-pair.ts";
import {
  createRepositoryAccess,
  findBases,
  findHead,
  type OpenedBase,
  openBase,
  openHead,
  type RepositoryAccess,
} from "./open-trees.ts";
import { type PackageSides, preparePackage } from "./package-sides.ts";
import { pairSpecs } from "./pair-specs.ts";
import { findSparse } from "./repository.ts";
import { type Place, placed } from "./resolve-side.ts";
import type { LoadedPackage, LoadedReview, LoadOptions, SpecPair } from "./review.ts";
import { findScope, listPackages, type Scope } from "./scope.ts";
import { type LoadedConfig, openSnapshot, type ProjectSnapshot } from "./snapshot.ts";
import { chooseSpecs, type SpecChoice } from "./spec-choice.ts";

/**
 * Brings two versions of a project into memory and pairs their specs. Reads the working tree and git's objects, and
 * writes nothing; asks a remote only with `fetch`. Throws a {@link LoadError} (or the `UsageError` of a missing
 * project) where there is nothing to compare; what is wrong with a spec or the configuration is in the result.
 */
export async function loadReview(options: LoadOptions = {}): Promise<LoadedReview> {
  const reviews: LoadedReview[] = [];
  for await (const review of loadReviews(options)) {
    reviews.push(review);
    if (reviews.length > 1)
      throw new LoadError("usage", "several tags match, and one old version is expected here", {
        hint: "name one of them: --against git:TAG",
      });
  }
  const [review] = reviews;
  if (review === undefined) throw new Error("a base was found and no review was made of it");
  return review;
}

/** Does the same for each old version that is asked for, one after the other: `tags:PATTERN` may name many. */
export async function* loadReviews(options: LoadOptions = {}): AsyncGenerator<LoadedReview> {
  const cwd = resolve(options.cwd ?? ".");
  const given = options.config === undefined ? [] : [options.config].flat();
  const scope = findScope(cwd, given, options.nested ?? false);
  const access = createRepositoryAccess(scope.root, options);
  const head = await findHead(access, options);
  for (const base of await findBases(access, head, cwd, options)) {
    yield await loadAgainst(base, head, { options, cwd, scope, access });
  }
}

interface Context {
  readonly options: LoadOptions;
  readonly cwd: string;
  readonly scope: Scope;
  readonly access: RepositoryAccess;
}

async function loadAgainst(base: Base, head: Head, context: Context): Promise<LoadedReview> {
  const { options, cwd, scope, access } = context;
  if (await isFile(base, access)) return loadFilePair(base, head, context);
  const after = await openHead(head, scope.root, access);
  const before = await openBase(base, access);
  const opened: FileTree[] = [after, before.tree];
  try {
    const repository = await access.tryOpen();
    const top = repository?.prefix ?? "";
    const root = repository?.top ?? scope.root;
    const choice = chooseSpecs(options.specs ?? [], cwd, scope.root, top);
    const sides = await openPackages(scope, after, before, top, opened);
    return await assemble({ base, head, root, choice, options, sides, access });
  } finally {
    for (const tree of opened) tree.close();
  }
}

async function isFile(base: Base, access: RepositoryAccess): Promise<boolean> {
  if (base.kind === "file") return true;
  if (base.kind !== "git" || base.path === undefined || base.path === "") return false;
  const kind = await kindAt(await access.open(), base.commit, base.path);
  if (kind === "folder") return false;
  if (kind === "file") return true;
  throw new LoadError(
    kind === undefined ? "base-missing" : "unreadable",
    `${base.path} is ${kind === undefined ? "not there" : `a ${kind}`} in ${base.ref} (${base.commit.slice(0, 7)})`,
  );
}

/** One project on both sides. */
interface PackagePair {
  readonly before: ProjectSnapshot;
  readonly after: ProjectSnapshot;
  /** Folder below the top of the new side. */
  readonly folder: string;
  readonly place: { readonly before: Place; readonly after: Place };
}

async function openPackages(
  scope: Scope,
  after: FileTree,
  before: OpenedBase,
  top: string,
  opened: FileTree[],
): Promise<readonly PackagePair[]> {
  const pairs: PackagePair[] = [];
  const places = listPackages(scope, [after, before.tree]);
  for (const { folder, configName } of places) {
    const current = await openSnapshot(after, { folder, configName });
    const like = current.config;
    const isCopy = before.top !== top && places.length === 1 && like !== undefined;
    const old = isCopy
      ? await openCopy(before, like, configName, opened)
      : {
          snapshot: await openSnapshot(before.tree, { folder, configName, ...(like !== undefined && { like }) }),
          place: placeIn(joinFolders(before.top, folder)),
        };
    const own = joinFolders(top, folder);
    pairs.push({
      before: old.snapshot,
      after: current,
      folder: own,
      place: { before: old.place, after: placeIn(own) },
    });
  }
  return pairs;
}

function placeIn(folder: string): Place {
  return (path) => inFolder(folder, path);
}

/** A folder that was named as the base: a project of its own, one laid out like this one, or a copy of its specs. */
async function openCopy(
  { tree, top, mountedAt }: OpenedBase,
  like: LoadedConfig,
  configName: string,
  opened: FileTree[],
): Promise<{ readonly snapshot: ProjectSnapshot; readonly place: Place }> {
  const isProject = ["outspec.yaml", "outspec.yml", configName].some((name) => name !== "" && tree.has(name));
  const isAlike = tree.listSpecs("", like.config) !== undefined;
  if (isProject || isAlike)
    return {
      snapshot: await openSnapshot(tree, { folder: "", configName, like, adopt: !isProject }),
      place: placeIn(top),
    };
  const mount = like.config.schemas;
  const mounted = await mountedAt(mount);
  opened.push(mounted);
  const snapshot = await openSnapshot(mounted, { folder: "", configName, like, adopt: true });
  return {
    snapshot,
    place: (path) => inFolder(top, path.startsWith(`${mount}/`) ? path.slice(mount.length + 1) : path),
  };
}

interface Assembly {
  readonly base: Base;
  readonly head: Head;
  readonly root: string;
  readonly choice: SpecChoice;
  readonly options: LoadOptions;
  readonly sides: readonly PackagePair[];
  readonly access: RepositoryAccess;
}

async function assemble({ base, head, root, choice, options, sides, access }: Assembly): Promise<LoadedReview> {
  const configDiagnostics = sides.flatMap(({ after, place }) =>
    (after.config?.diagnostics ?? []).map(
      (one): Diagnostic => ({
        ...one,
        range: placed(place.after, one.range),
      }),
    ),
  );
  const packages = sides.map(describePackage);
  const warnings = [...(base.kind === "none" ? [base.note] : []), ...sides.flatMap(warnAboutBase(base))];
  const common = { root, base, head, packages };
  if (hasError(configDiagnostics))
    return {
      ...common,
      pairs: [],
      unchangedCount: 0,
      diagnostics: sortDiagnostics(configDiagnostics),
      warnings,
      failure: "config",
      textOf: () => undefined,
    };

  if (options.allowEmpty !== true) refuseNothing(sides);
  const prepared: PackageSides[] = [];
  for (const { before, after, place, folder } of sides)
    prepared.push(await preparePackage(before, after, place, folder));
  const pairing = await pairSpecs(prepared, {
    isWanted: choice.isWanted,
    resolve: options.resolve ?? "changed",
    changed: options.changed ?? false,
  });
  if (options.allowEmpty !== true) choice.checkAllUsed();
  if (head.kind === "worktree") await refuseSparse(pairing.pairs, access);
  const names = prepared.flatMap(({ diagnostics }) => diagnostics);
  const diagnostics = sortDiagnostics([...configDiagnostics, ...names, ...pairing.diagnostics]);
  return {
    ...common,
    pairs: pairing.pairs,
    unchangedCount: pairing.unchangedCount,
    diagnostics,
    warnings: [...warnings, ...pairing.warnings],
    ...(hasError(diagnostics) && { failure: "specs" as const }),
    textOf: (side, path) => findText(prepared, side, path),
  };
}

/** A review of nothing would look like one that found nothing. */
function refuseNothing(sides: readonly PackagePair[]): void {
  if (sides.some(({ before, after }) => before.specs.length + after.specs.length > 0)) return;
  const folders = sides.flatMap(({ after, place }) =>
    after.config === undefined ? [] : place.after(after.config.config.schemas),
  );
  throw new LoadError("usage", `neither version has a spec${folders.length === 0 ? "" : ` in ${folders.join(", ")}`}`, {
    hint: "give --allow-empty where that may be",
  });
}

/** What a sparse checkout leaves out is not gone. */
async function refuseSparse(pairs: readonly SpecPair[], access: RepositoryAccess): Promise<void> {
  const removed = pairs.flatMap(({ kind, beforePath }) => (kind === "removed" ? (beforePath ?? []) : []));
  const repository = removed.length === 0 ? undefined : await access.tryOpen();
  const [first] = repository === undefined ? [] : await findSparse(repository, removed);
  if (first === undefined) return;
  throw new LoadError("unreadable", `${first} is not in the working tree: this is a sparse checkout`, {
    hint: "run: git sparse-checkout add the folders of all specs, or compare commits: --head git:HEAD",
  });
}

function describePackage({ before, after, folder, place }: PackagePair): LoadedPackage {
  return {
    folder,
    ...(before.config?.path !== undefined && { beforePath: place.before(before.config.path) }),
    ...(before.config !== undefined && { before: before.config }),
    ...(after.config !== undefined && { after: after.config }),
    configChanged: before.config?.text !== after.config?.text,
  };
}

/** What had to be assumed about the old version of a project. */
function warnAboutBase(base: Base): (sides: PackagePair) => readonly string[] {
  return ({ before, after, folder }) => {
    if (base.kind === "none" || after.config === undefined) return [];
    const place = folder === "" ? "this project" : folder;
    if (before.config === undefined)
      return [`the base has no configuration and no specs of ${place}: all of it is new`];
    if (hasError(before.config.diagnostics))
      return [`the old configuration of ${place} is not valid, and the new one was used to find its specs`];
    return [];
  };
}

function findText(packages: readonly PackageSides[], side: "before" | "after", path: string): string | undefined {
  for (const { sides, placeBefore, placeAfter } of packages) {
    const place = side === "before" ? placeBefore : placeAfter;
    for (const file of sides[side].files.keys()) if (place(file) === path) return sides[side].textOf(file);
  }
  return undefined;
}
