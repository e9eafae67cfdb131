// Writes docs/failover.md from the tables that the runtime works by: `node .ci/run-ts.mjs runtime/scripts/failover-page.ts`.
// `--check` only reports that it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { failoverPage } from "./failover-tables.ts";

const path = "docs/failover.md";
const written = readFileSync(path, "utf8");
const text = failoverPage(written);
if (text !== written) {
  if (process.argv.includes("--check")) {
    console.error(`${path} is stale: run \`npm run build\` and commit it`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${path} written`);
  }
}
