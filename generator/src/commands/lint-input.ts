import { join } from "node:path";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { findProject, type ProjectPlace } from "../files/find.ts";
import { createInputReader, readText } from "../files/read.ts";
import { readImportStyle } from "../files/tsconfig.ts";
import type { LintInput } from "../lint/lint-specs.ts";
import { didYouMean } from "../spec/suggest.ts";
import { chooseSpecs, projectSpecs } from "./choose-specs.ts";
import { type Arguments, type Terminal, textOption, textsOption } from "./command.ts";

/** A project whose configuration has been read. */
export interface LintProject {
  readonly place: ProjectPlace;
  readonly config: ProjectConfig;
  readonly configText: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the project and reads its configuration. */
export async function readProject(parsed: Arguments, cwd: string): Promise<LintProject> {
  const place = findProject(cwd, textOption(parsed, "config"));
  const configText = place.config === undefined ? "" : readText(join(place.root, place.config));
  const { readConfig } = await import("../spec/read-config.ts");
  const reading = await readConfig(place.config ?? "outspec.yaml", configText, readImportStyle(place.root));
  return { place, configText, ...reading };
}

/** Brings the project's specs and the chosen ones into memory; gives an exit code where that cannot be done. */
export async function readInput(
  parsed: Arguments,
  cwd: string,
  { place, config, configText }: LintProject,
  terminal: Terminal,
): Promise<LintInput | number> {
  const allowEmpty = parsed.values["allow-empty"] === true;
  const chosen = chooseSpecs(place.root, cwd, parsed.positionals, allowEmpty);
  const own = projectSpecs(place.root, config, allowEmpty || chosen !== undefined);
  const { readTarget, targetNames } = await import("../lint/targets.ts");
  const targets = textsOption(parsed, "target").map((name) => {
    const target = readTarget(name);
    if (typeof target === "string") throw new UsageError(target, "name the model of another provider");
    if (target !== undefined) return target;
    const known = targetNames();
    throw new UsageError(
      `${JSON.stringify(name)} is neither a model, a provider nor a dialect`,
      didYouMean(name, known) ?? `known: ${known.join(", ")}`,
    );
  });
  const paths = [...new Set([...own, ...(chosen ?? [])])];
  const specs = readTexts(place.root, paths);
  if (specs instanceof UsageError) {
    terminal.note(`outspec: ${specs.message}\n`);
    return 3;
  }
  return {
    specs,
    ...(chosen !== undefined && { chosen }),
    others: createInputReader(place.root),
    config,
    ...(place.config !== undefined && chosen === undefined && { configFile: { path: place.config, text: configText } }),
    targets,
  };
}

/** The texts of some files, or why one of them cannot be read. */
function readTexts(root: string, paths: readonly string[]): ReadonlyMap<string, string> | UsageError {
  try {
    return new Map(paths.map((path) => [path, readText(join(root, path))]));
  } catch (problem) {
    if (problem instanceof UsageError) return problem;
    throw problem;
  }
}
