import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of a package that is installed in a folder. */
export function versionOf(name: string, folder: string): string {
  const manifest = join(folder, "node_modules", name, "package.json");
  if (!existsSync(manifest)) return "(not installed)";
  // Every package says its version there.
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}
