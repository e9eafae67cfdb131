import { posix } from "node:path";
import { type DialectName, dialectNames } from "../../../runtime/src/facts/dialects.ts";
import type { ProviderRow } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ProjectConfig, ReviewConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { checkShape } from "./check-shape.ts";
import { configFormat } from "./config-format.ts";
import { findConfigSecrets } from "./config-secrets.ts";
import { commonFolder, explainGlob, folderOfGlob, isGlob, isSpecPath } from "./globs.ts";
import type { LintConfig, LintOverride } from "./lint-format.ts";
import { readSpec } from "./read.ts";
import { readReview } from "./read-review.ts";
import { readRouters } from "./read-routers.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

/** The configuration of a project and what was found in it. With an error, the configuration is what could be read. */
export interface ConfigReading {
  readonly config: ProjectConfig;
  /** What decides no generated file is kept apart from what does. */
  readonly review: ReviewConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the text of an `outspec.yaml`. `defaults` holds what the project's tsconfig decides. */
export async function readConfig(
  path: string,
  text: string,
  defaults: Pick<ProjectConfig, "importExtension">,
): Promise<ConfigReading> {
  // A file with nothing but comments asks for all the defaults.
  const onlyComments = text.split("\n").every((line) => /^\s*(#.*)?$/.test(line));
  const document = readSpec(path, onlyComments ? "{}" : text);
  const findings: Diagnostic[] = [...document.findings, ...(await checkShape(document, configFormat))];
  const value = isRecord(document.value) ? document.value : {};

  const { schemas, patterns } = readSchemas(document, value["schemas"], findings);
  const output = readFolder(document, "/output", value["output"], "generated", findings);
  // A folder that could not be read stands for its default here.
  if (!findings.some(({ code }) => ["not-a-folder", "not-a-pattern", "outside-root"].includes(code)))
    findings.push(...checkFolders(document, schemas, output));
  const { importExtension } = value;
  const config: ProjectConfig = {
    schemas,
    ...(patterns !== undefined && { patterns }),
    output,
    routers: readRouters(document, value, findings),
    importExtension:
      importExtension === "js" || importExtension === "ts" || importExtension === "none"
        ? importExtension
        : defaults.importExtension,
    ...(value["importSpecs"] === true && { importSpecs: true }),
    targets: readTargets(document, value["targets"], findings),
    ...(isRecord(value["lint"]) && { lint: readLint(document, value["lint"], findings) }),
  };
  // A key in the wrong place is told as that alone.
  const secrets = findConfigSecrets(document);
  const places = new Set(secrets.map(({ range }) => JSON.stringify(range)));
  const others = findings.filter(({ range }) => !places.has(JSON.stringify(range)));
  return { config, review: readReview(value["review"]), diagnostics: [...others, ...secrets] };
}

/** Reads `schemas`: a folder, or patterns and the folder that all their matches are below. */
function readSchemas(
  document: SpecDocument,
  value: Json | undefined,
  findings: Diagnostic[],
): Pick<ProjectConfig, "schemas" | "patterns"> {
  if (typeof value === "string" && !isGlob(value) && !isSpecPath(value))
    return { schemas: readFolder(document, "/schemas", value, "schemas", findings) };
  const texts = typeof value === "string" ? [value] : isList(value) ? value : [];
  const place = (index: number): string => (isList(value) ? joinPointer("/schemas", index) : "/schemas");
  const patterns = texts.flatMap((text, index): string[] => {
    if (typeof text !== "string") return [];
    const sign = text.startsWith("!") ? "!" : "";
    const path = cleanPath(text.slice(sign.length));
    const range = document.rangeOf(place(index));
    const problem = explainGlob(path);
    if (problem !== undefined)
      findings.push(error("not-a-pattern", range, `${JSON.stringify(text)} cannot be read: ${problem}`));
    else if (isOutside(path)) findings.push(outside(text, range));
    return problem === undefined && !isOutside(path) ? [sign + path] : [];
  });
  if (texts.length === 0) return { schemas: "schemas" };
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  if (wanted.length === 0 && patterns.length > 0) {
    const message = "these patterns only take files away, and none brings any";
    findings.push(
      error("not-a-pattern", document.rangeOf("/schemas"), message, 'begin with the folder: ["schemas", …]'),
    );
  }
  const folder = commonFolder(wanted.map((pattern) => (pattern === "." ? "" : folderOfGlob(pattern))));
  return {
    schemas: folder === "" ? "." : folder,
    patterns: patterns.map((pattern) => (pattern === "." ? "**" : pattern)),
  };
}

/** Reads `lint`, whose shape is checked already; patterns of files have still to be. */
function readLint(document: SpecDocument, value: { readonly [key: string]: Json }, findings: Diagnostic[]): LintConfig {
  const { overrides, ...rest } = value;
  const read = (isList(overrides) ? overrides : []).flatMap((one, index): LintOverride[] => {
    if (!isRecord(one)) return [];
    const files = [one["files"]].flat().filter((file) => typeof file === "string");
    for (const file of files) {
      const reason = explainGlob(file.replace(/^!/, ""));
      if (reason === undefined) continue;
      const range = document.rangeOf(joinPointer("/lint/overrides", index, "files"));
      findings.push(error("not-a-pattern", range, `${JSON.stringify(file)} cannot be read: ${reason}`));
      return [];
    }
    // The format has checked the names of rules and their levels.
    return [{ ...one, files } as unknown as LintOverride];
  });
  return { ...(rest as LintConfig), ...(isList(overrides) && { overrides: read }) };
}

function readFolder(
  document: SpecDocument,
  pointer: string,
  value: Json | undefined,
  fallback: string,
  findings: Diagnostic[],
): string {
  if (typeof value !== "string") return fallback;
  const range = document.rangeOf(pointer);
  if (isGlob(value)) {
    findings.push(
      error(
        "not-a-folder",
        range,
        `${JSON.stringify(value)} is a pattern, and a folder is expected`,
        "generated files mirror the folders of the specs below it",
      ),
    );
    return fallback;
  }
  const path = cleanPath(value);
  if (!isOutside(path)) return path;
  findings.push(outside(value, range));
  return fallback;
}

function cleanPath(path: string): string {
  return posix.normalize(path.replaceAll("\\", "/")).replace(/\/$/, "");
}

function isOutside(path: string): boolean {
  return path.startsWith("/") || path === ".." || path.startsWith("../") || /^[A-Za-z]:/.test(path);
}

function outside(path: string, range: Diagnostic["range"]): Diagnostic {
  return error(
    "outside-root",
    range,
    `${JSON.stringify(path)} is outside the project`,
    "name a folder below the one of outspec.yaml",
  );
}

/** The output folder is ours alone: files in it that no spec stands behind are deleted. */
function checkFolders(document: SpecDocument, schemas: string, output: string): Diagnostic[] {
  const finding = (code: string, message: string): Diagnostic[] => [
    error(
      code,
      document.rangeOf(isRecord(document.value) && "output" in document.value ? "/output" : "/schemas"),
      message,
      "give the generated files a folder of their own: output: generated",
    ),
  ];
  const shown = JSON.stringify(output);
  if (schemas === output) return finding("same-folder", `specs and generated files cannot share the folder ${shown}`);
  if (output === ".") return finding("output-around-project", "the output folder cannot be the project's own folder");
  if (isBelow(schemas, output))
    return finding(
      "output-around-specs",
      `the output folder ${shown} contains the specs in ${JSON.stringify(schemas)}`,
    );
  // All of a project may be searched for specs; generated files are none, as they end in .ts.
  if (schemas !== "." && isBelow(output, schemas))
    return finding("output-among-specs", `the output folder ${shown} lies inside that of the specs`);
  return [];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Reads dialect names, and provider ids as the dialects of all their models. */
function readTargets(document: SpecDocument, value: Json | undefined, findings: Diagnostic[]): readonly DialectName[] {
  if (!isList(value)) return [];
  const read = value.flatMap((name, index) => {
    if (typeof name !== "string") return [];
    const row = providerRows.find(({ id }) => id === name);
    if (row !== undefined) return dialectsOf(row);
    const known = dialectNames.find((one) => one === name);
    if (known !== undefined) return [known];
    const ids = providerRows.map(({ id }) => id);
    findings.push(
      error(
        "unknown-target",
        document.rangeOf(joinPointer("/targets", index)),
        `${JSON.stringify(name)} is neither a provider nor a dialect`,
        didYouMean(name, [...ids, ...dialectNames]) ??
          `providers: ${ids.join(", ")}\ndialects: ${dialectNames.join(", ")}`,
      ),
    );
    return [];
  });
  return [...new Set(read)];
}

function dialectsOf({ dialect, looseDialect, toolDialect, overrides }: ProviderRow): readonly DialectName[] {
  const names = [dialect, looseDialect, toolDialect, ...overrides.map((override) => override.dialect)];
  return names.filter((name) => name !== undefined);
}
