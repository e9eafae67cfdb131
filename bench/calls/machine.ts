import { cpus, totalmem } from "node:os";
import { peersFolder, repository } from "../repository.js";
import { versionOf } from "../versions.js";
import type { Entry } from "./contenders.js";

/** The machine in a few words. */
export function describeMachine(): string {
  const all = cpus();
  const model = all[0]?.model.replaceAll(/\s+/g, " ").trim() ?? "an unknown processor";
  return `${all.length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`;
}

/** The installed versions of a contender's packages, as they are told. */
export function versionsOf({ kind, packages, folder }: Entry): string {
  if (kind === "ours") return "this repository";
  if (packages.length === 0) return `Node ${process.version}`;
  const installed = folder ?? (kind === "peer" ? peersFolder : repository);
  return packages.map((name) => `${name} ${versionOf(name, installed)}`).join(", ");
}
