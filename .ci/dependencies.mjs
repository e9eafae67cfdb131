// What the packages of this repository depend on, read off the lockfiles.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** Packages that are published, by folder. */
export const published = ["runtime", "generator"];

/** The repository's own lockfile, and those of what is installed apart from it. */
export const lockfiles = [
  "package-lock.json",
  "bench/peers/package-lock.json",
  "bench/peers/instructor/package-lock.json",
  "test/compatibility/package-lock.json",
];

export const readJson = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));

const lock = readJson("package-lock.json");

/** Name of the package at a place of the lockfile: what stands there under another name says its own. */
export const nameAt = (path) => lock.packages[path].name ?? path.slice(path.lastIndexOf("node_modules/") + 13);

/** Where a package finds another one: as Node does, from its own folder upwards. */
function findFrom(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const place = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[place] !== undefined) return place;
    if (at === "") return undefined;
  }
}

/** Places in the lockfile of everything that comes with the package in a folder, each with its entry. */
export function dependenciesOf(folder) {
  const found = new Map();
  const follow = (path) => {
    const { dependencies = {}, optionalDependencies = {} } = lock.packages[path];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = findFrom(path, name);
      // An optional one for another platform may be missing.
      if (place === undefined || found.has(place)) continue;
      const { link, resolved } = lock.packages[place];
      found.set(place, lock.packages[place]);
      follow(link ? resolved : place);
    }
  };
  follow(folder);
  return found;
}

/** Every package that the lockfile holds, but this repository's own. */
export const everyPackage = () =>
  Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);
