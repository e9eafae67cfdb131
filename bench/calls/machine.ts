import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Entry } from "./contenders.js";

/** The machine in a few words. */
export function describeMachine(): string {
  const all = cpus();
  const model = all[0]?.model.replaceAll(/\s+/g, " ").trim() ?? "an unknown processor";
  return `${all.length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`;
}

/** The installed versions of all contenders' packages. */
export function versionsOf(entries: readonly Entry[], repository: string): Readonly<Record<string, string>> {
  const folders = ["bench/peers/node_modules", "node_modules"].map((folder) => join(repository, folder));
  const names = entries.flatMap(({ kind, packages }) => packages.map((name) => ({ name, peer: kind === "peer" })));
  const found = names.flatMap(({ name, peer }): readonly (readonly [string, string])[] => {
    const manifest = join(folders[peer ? 0 : 1] ?? "", name, "package.json");
    if (!existsSync(manifest)) return [];
    return [[name, (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version]];
  });
  return Object.fromEntries(found);
}
