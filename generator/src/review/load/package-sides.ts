import { pascalCase } from "../../../../runtime/src/schema/pascal-case.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasError } from "../../diagnostics/sort.ts";
import { checkCollisions, type NamedSpec } from "../../spec/names.ts";
import type { Naming } from "../../spec/resolve.ts";
import { type LinkedSide, type LinkedSides, linkSides } from "./link-sides.ts";
import type { Candidate } from "./match-specs.ts";
import { scanName } from "./reference-scan.ts";
import { type Place, placed } from "./resolve-side.ts";
import type { LoadedConfig, ProjectSnapshot } from "./snapshot.ts";

/** Both sides of one project, linked, and what of it has to be matched. */
export interface PackageSides {
  /** Folder below the top of the new side. */
  readonly folder: string;
  readonly placeBefore: Place;
  readonly placeAfter: Place;
  readonly beforeConfig?: LoadedConfig;
  readonly afterConfig?: LoadedConfig;
  readonly sides: LinkedSides;
  /** Paths of specs whose files are the same on both sides, with the changed files they depend on. */
  readonly common: ReadonlyMap<string, readonly string[]>;
  /** The specs of each side that are not among those. */
  readonly before: readonly Candidate[];
  readonly after: readonly Candidate[];
  /** Names of the specs of the new side, as far as they were needed. */
  readonly names: ReadonlyMap<string, string>;
  /** Names of the new side that collide. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Links both versions of a project, and tells the specs that changed from those that did not. */
export async function preparePackage(
  before: ProjectSnapshot,
  after: ProjectSnapshot,
  place: { readonly before: Place; readonly after: Place },
  folder: string,
): Promise<PackageSides> {
  const sides = await linkSides(before, after);
  const onBoth = new Set(before.specs);
  const common = new Map(
    after.specs
      .filter((path) => onBoth.has(path) && sides.isSame(path))
      .map((path): [string, readonly string[]] => [path, findCauses(sides, path)]),
  );
  const [old, current] = await Promise.all([nameCandidates(sides.before, common), nameCandidates(sides.after, common)]);
  const names = await nameAll(sides.after, common, current);
  return {
    folder,
    placeBefore: place.before,
    placeAfter: place.after,
    ...(before.config !== undefined && { beforeConfig: before.config }),
    ...(after.config !== undefined && { afterConfig: after.config }),
    sides,
    common,
    before: toCandidates(sides.before, old, folder),
    after: toCandidates(sides.after, current, folder),
    names: new Map(names.map(({ path, name }) => [path, name])),
    diagnostics: checkCollisions(names).map((one) => ({ ...one, range: placed(place.after, one.range) })),
  };
}

/** The files that a spec depends on and that changed, on either side, or that it depends on in one version only. */
function findCauses({ before, after, isSame }: LinkedSides, path: string): readonly string[] {
  const [old, current] = [new Set(before.closureOf(path)), new Set(after.closureOf(path))];
  return [...new Set([...old, ...current])].filter((one) => !isSame(one) || old.has(one) !== current.has(one)).sort();
}

type Named = ReadonlyMap<string, Naming | undefined>;

/** Reads the names of the specs that changed. */
async function nameCandidates(side: LinkedSide, common: ReadonlyMap<string, unknown>): Promise<Named> {
  return nameExactly(
    side,
    side.snapshot.specs.filter((path) => !common.has(path)),
  );
}

async function nameExactly({ documentOf, snapshot }: LinkedSide, paths: readonly string[]): Promise<Named> {
  const config = snapshot.config?.config;
  if (paths.length === 0 || config === undefined) return new Map();
  const { nameDocument } = await import("../../spec/resolve.ts");
  return new Map(paths.map((path) => [path, nameDocument(documentOf(path), config)]));
}

/** Names of all specs of a side. Those that did not change are read only where their names are not plain to see, or collide. */
async function nameAll(
  side: LinkedSide,
  common: ReadonlyMap<string, unknown>,
  known: Named,
): Promise<readonly NamedSpec[]> {
  const seen = new Map<string, NamedSpec>();
  const unclear: string[] = [];
  for (const path of common.keys()) {
    const found = scanName(side.textOf(path) ?? "");
    if (found === "unclear") unclear.push(path);
    else seen.set(path, nameByScan(side.snapshot, path, found.name));
  }
  const exactly = async (paths: readonly string[]): Promise<void> => {
    for (const [path, naming] of await nameExactly(side, paths)) {
      if (naming === undefined) seen.delete(path);
      else seen.set(path, naming);
    }
  };
  for (const [path, naming] of known) if (naming !== undefined) seen.set(path, naming);
  await exactly(unclear);
  // What a scan says can be wrong about a file that only holds definitions: a collision has to be seen in full.
  if (hasError(checkCollisions([...seen.values()]))) await exactly([...common.keys()]);
  return [...seen.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function nameByScan({ config }: ProjectSnapshot, path: string, name: string | undefined): NamedSpec {
  const schemas = config?.config.schemas ?? ".";
  const stem = (path.startsWith(`${schemas}/`) ? path.slice(schemas.length + 1) : path).replace(
    /\.(?:ya?ml|schema\.json|json)$/,
    "",
  );
  const start = { line: 1, column: 1 };
  const file = stem.slice(stem.lastIndexOf("/") + 1);
  return {
    path,
    stem,
    name: name ?? pascalCase(file),
    shared: file.startsWith("_"),
    rootless: false,
    nameRange: { path, start, end: start },
  };
}

function toCandidates(side: LinkedSide, named: Named, folder: string): readonly Candidate[] {
  return [...named].map(([path, naming]) => ({
    package: folder,
    path,
    ...(naming !== undefined && !naming.rootless && { name: naming.name }),
    text: side.textOf(path) ?? "",
  }));
}
