// Keeps package-lock.json free of addresses: npm writes `funding` whatever .npmrc says, and a lockfile
// with download addresses would tie the repository to one registry. `--check` only reports.
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const before = readFileSync(path, "utf8");
const lock = JSON.parse(before);
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;
  if (/https?:/.test(entry.deprecated ?? "")) delete entry.deprecated;
}
const after = `${JSON.stringify(lock, null, 2)}\n`;

if (/https?:\/\//.test(after)) {
  console.error("package-lock.json holds an address which is neither a funding link nor a download: look at it");
  process.exitCode = 1;
} else if (after === before) {
  console.log("package-lock.json is clean");
} else if (process.argv.includes("--check")) {
  console.error("package-lock.json holds addresses: run `npm run format`");
  process.exitCode = 1;
} else {
  writeFileSync(path, after);
  console.log("package-lock.json: addresses removed");
}
