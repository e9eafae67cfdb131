// Checks the licences of everything the lockfiles hold. What the published packages bring along has a licence of the
// list, without exception; what they are developed with has one, or stands below with the reason why that does no harm.
import { dependenciesOf, everyPackage, lockfiles, nameAt, published, readJson } from "./dependencies.mjs";

/** Licences that ask for no more than to be named. */
const permissive = new Set([
  ...["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "MIT-0", "Unlicense"],
  ...["CC0-1.0", "PSF-2.0", "Python-2.0", "Zlib"],
]);

/** Of what is not published, and is neither changed nor passed on by us. */
const exceptions = [
  [/^lightningcss(-|$)/, "MPL-2.0", "comes with vite; runs in tests and examples"],
  [/^axe-core$/, "MPL-2.0", "runs in a test of the example page"],
  [/^@img\/sharp-/, "LGPL-3.0-or-later", "comes with next; a library of the example's, linked at run time"],
  [/^caniuse-lite$/, "CC-BY-4.0", "data that comes with next; not part of any bundle"],
  [/^node-20-oldest-linux-/, undefined, "Node itself, MIT; its package says nothing; runs in compatibility runs"],
  [/^cohere-ai$/, undefined, "says MIT in its LICENSE and nothing in its package.json; runs in a test"],
];

/** Whether an SPDX expression can be met with what is allowed: one side of an OR, all sides of an AND. */
export function isAllowed(expression, allowed) {
  if (expression === undefined) return allowed.has(undefined);
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  if (plain.includes(" AND ")) return plain.split(" AND ").every((side) => isAllowed(side, allowed));
  return plain.split(" OR ").some((side) => allowed.has(side));
}

const complaints = [];
const used = new Set();

function check(name, { version, license }, isPublished) {
  if (isAllowed(license, permissive)) return;
  const exception = isPublished ? undefined : exceptions.find(([pattern]) => pattern.test(name));
  if (exception !== undefined) used.add(exception);
  if (exception !== undefined && isAllowed(license, new Set([...permissive, exception[1]]))) return;
  complaints.push(
    `${name}@${version}: ${license ?? "no licence"}${isPublished ? ", and it is published with us" : ""}`,
  );
}

const inPackages = new Map(published.flatMap((folder) => [...dependenciesOf(folder)]));
for (const [path, entry] of inPackages) if (!entry.link) check(nameAt(path), entry, true);
const all = everyPackage();
for (const [path, entry] of all) if (!inPackages.has(path)) check(nameAt(path), entry, false);
const [, ...apart] = lockfiles;
const others = apart.flatMap((name) => Object.entries(readJson(name).packages).filter(([path]) => path !== ""));
for (const [path, entry] of others) check(path.slice(path.lastIndexOf("node_modules/") + 13), entry, false);

for (const exception of exceptions)
  if (!used.has(exception)) complaints.push(`the exception for ${exception[0]} is of no use any more: take it out`);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) {
  console.error("A licence that asks for more has to be looked at by a person: see .ci/licences.mjs");
  process.exitCode = 1;
} else {
  console.log(
    `${inPackages.size} packages are published with ours and ${all.length + others.length} are in the lockfiles: all licences are known`,
  );
}
