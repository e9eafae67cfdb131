// Asks real providers: `npm run live -- PROVIDER [MODEL]`, or `npm run live -- all` for those with a credential.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [provider = "", model = ""] = process.argv.slice(2);
if (provider === "") {
  console.error("name a provider, as in `npm run live -- groq`, or `all`; docs/providers.md lists them");
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--reporter=verbose", "--testTimeout=330000"],
  {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, OUTSPEC_LIVE: provider, OUTSPEC_LIVE_MODEL: model },
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
