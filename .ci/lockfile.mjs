// Keeps lockfiles free of addresses: npm writes `funding` whatever .npmrc says, and a lockfile with download
// addresses would tie the repository to one registry. `--check` only reports.
import { readFileSync, writeFileSync } from "node:fs";
import { lockfiles } from "./dependencies.mjs";

const isCheck = process.argv.includes("--check");

for (const name of lockfiles) {
  const path = new URL(`../${name}`, import.meta.url);
  const before = readFileSync(path, "utf8");
  const lock = JSON.parse(before);
  for (const entry of Object.values(lock.packages)) {
    delete entry.funding;
    if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;
    if (/https?:/.test(entry.deprecated ?? "")) delete entry.deprecated;
  }
  const after = `${JSON.stringify(lock, null, 2)}\n`;

  if (/https?:\/\//.test(after)) {
    console.error(`${name} holds an address which is neither a funding link nor a download: look at it`);
    process.exitCode = 1;
  } else if (after === before) {
    console.log(`${name} is clean`);
  } else if (isCheck) {
    console.error(`${name} holds addresses: run \`npm run format\``);
    process.exitCode = 1;
  } else {
    writeFileSync(path, after);
    console.log(`${name}: addresses removed`);
  }
}
