// Builds a package when its sources are newer than its bundle; says nothing when there is nothing to do.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

const newest = (folder, names = readdirSync(join(root, folder), { recursive: true })) =>
  Math.max(...names.map((name) => statSync(join(root, folder, name)).mtimeMs));
const built = (file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// The generator bundles facts of the runtime, so the order matters and so do both sources.
const sources = Math.max(
  newest("runtime/src"),
  newest("generator/src"),
  newest("", ["package-lock.json", "runtime/tsdown.config.ts", "generator/tsdown.config.ts"]),
);
if (sources > Math.min(built("runtime/dist/index.js"), built("generator/dist/cli.js"))) {
  const { status, stderr } = spawnSync("npm", ["run", "build", "--silent"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) console.error(stderr);
  process.exitCode = status ?? 1;
}
