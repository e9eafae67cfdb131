import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import { reservedValues } from "../../../runtime/src/schema/reserved-names.ts";
import type { ModelConfig, ProjectConfig, RouterConfig } from "../config.ts";
import { importPath, routerName } from "../plan/build.ts";
import { camelCase } from "../spec/names.ts";
import { projectBanner } from "./banner.ts";
import { docComment, fits, indent, stringLiteral, valueLiteral } from "./layout.ts";
import type { Exports } from "./spec-file.ts";

/** One reviewable file as `index.ts` sees it. */
export interface IndexEntry extends Exports {
  /** Path below the output folder. */
  readonly path: string;
  /** Name of the spec, which goes in front of names that two files share. */
  readonly name: string;
  /** The names that follow from the spec's own, which no other spec has: they stay as they are. */
  readonly own: readonly string[];
}

/** Writes `index.ts`: every export of every file by name, sorted by file. */
export function emitIndexFile(entries: readonly IndexEntry[], config: Pick<ProjectConfig, "importExtension">): string {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const shown = exportedNames(sorted);
  const lines = sorted.flatMap((entry) =>
    exportLines(entry, importPath("index.ts", entry.path, config.importExtension), (name) => {
      const as = shown(entry, name);
      return as === name ? name : `${name} as ${as}`;
    }),
  );
  return `${projectBanner()}\n\n${lines.length === 0 ? "export {};" : lines.join("\n")}\n`;
}

/** The re-exports of a generated file, types first; `shown` spells one name as it is exported. */
export function exportLines(
  { types, values }: Exports,
  path: string,
  shown: (name: string) => string,
): readonly string[] {
  const from = stringLiteral(path);
  return [
    ...(types.length === 0 ? [] : [exportLine("export type", types.map(shown), from)]),
    ...(values.length === 0 ? [] : [exportLine("export", values.map(shown), from)]),
  ];
}

/**
 * What types are called in `index.ts`. A name that two files export goes to neither of them, so that it never changes
 * its meaning: each gets the name of its spec in front, or else the names of its folders too. Only what is named after
 * a spec itself always stays.
 */
function exportedNames(entries: readonly IndexEntry[]): (entry: IndexEntry, name: string) => string {
  const owners = new Map<string, number>();
  for (const name of entries.flatMap(({ types, values }) => [...types, ...values]))
    owners.set(name, (owners.get(name) ?? 0) + 1);
  const used = new Set(owners.keys());
  const given = new Map<string, string>();
  for (const entry of entries) {
    const isShared = (name: string): boolean => (owners.get(name) ?? 0) > 1 && !entry.own.includes(name);
    const isPartial = (name: string): boolean =>
      name.startsWith("Partial") && entry.types.includes(name.slice("Partial".length));
    // A type and its partial one are told apart together.
    for (const name of entry.types.filter((one) => !isPartial(one))) {
      const partial = `Partial${name}`;
      if (!isShared(name) && !(entry.types.includes(partial) && isShared(partial))) continue;
      const prefixes = [entry.name, pascalCase(entry.path.replace(/\.ts$/, ""))];
      const isFree = (prefix: string): boolean => !used.has(`${prefix}${name}`) && !used.has(`Partial${prefix}${name}`);
      const prefix = prefixes.find(isFree) ?? numberedPrefix(`${entry.name}Definition`, isFree);
      used.add(`${prefix}${name}`).add(`Partial${prefix}${name}`);
      given.set(keyOf(entry, name), `${prefix}${name}`);
      given.set(keyOf(entry, partial), `Partial${prefix}${name}`);
    }
  }
  return (entry, name) => given.get(keyOf(entry, name)) ?? name;
}

function keyOf(entry: IndexEntry, name: string): string {
  return `${entry.path} ${name}`;
}

function numberedPrefix(prefix: string, isFree: (prefix: string) => boolean): string {
  for (let number = 2; ; number++) if (isFree(`${prefix}${number}`)) return `${prefix}${number}`;
}

function exportLine(keyword: string, names: readonly string[], from: string): string {
  const line = `${keyword} { ${names.join(", ")} } from ${from};`;
  return fits(line) ? line : `${keyword} {\n${names.map((name) => `  ${name},`).join("\n")}\n} from ${from};`;
}

/** Writes `router.ts`: the routers of `outspec.yaml`, made of nothing but the providers they name. */
export function emitRouterFile(config: ProjectConfig): string {
  const models = Object.values(config.routers).flatMap(({ primary, fallbacks }) => [primary, ...fallbacks]);
  const factories = new Set(models.flatMap((given) => (given.from === undefined ? [factoryOf(given)] : [])));
  const constantNames = Object.keys(config.routers).map((name) => routerName(name, config) ?? "router");
  const custom = nameCustomFactories(models, new Set([...factories, ...constantNames, "createRouter", "Router"]));
  const constants = Object.entries(config.routers).map(([name, router]) => {
    const constant = routerName(name, config) ?? "router";
    const doc =
      name === "default"
        ? "The router every generated function uses unless a call brings its own."
        : `The router ${stringLiteral(name)} of outspec.yaml.`;
    return `${docComment(doc)}\nexport const ${constant}: Router = ${routerExpression(router, custom)};`;
  });
  const byFile = new Map<string, string[]>();
  for (const { file, name, local } of custom.values())
    byFile.set(file, [...(byFile.get(file) ?? []), name === local ? name : `${name} as ${local}`].sort());
  const up = "../".repeat(config.output.split("/").filter((step) => step !== "" && step !== ".").length);
  return [
    projectBanner(),
    "",
    `import { ${[...factories, "createRouter"].sort().join(", ")} } from "@outspec/runtime";`,
    'import type { Router } from "@outspec/runtime";',
    ...[...byFile].map(
      ([file, names]) =>
        `import { ${names.join(", ")} } from ${stringLiteral(customPath(`${up}${file.replace(/^\.\//, "")}`, config))};`,
    ),
    "",
    constants.join("\n\n"),
    "",
  ].join("\n");
}

function customPath(path: string, config: ProjectConfig): string {
  if (config.importExtension === "ts") return path;
  return path.replace(/\.(m|c)?ts$/, (_match, kind?: string) =>
    config.importExtension === "none" ? "" : `.${kind ?? ""}js`,
  );
}

/** A factory of the project's own: the file, its name there, and what it is called in `router.ts`. */
interface CustomFactory {
  readonly file: string;
  readonly name: string;
  readonly local: string;
}

/** Names the factories that `from` leads to, each by its own name unless that is taken or is no name for a variable. */
function nameCustomFactories(
  models: readonly ModelConfig[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, CustomFactory> {
  const used = new Set(taken);
  const custom = new Map<string, CustomFactory>();
  for (const { from } of models) {
    if (from === undefined || custom.has(from)) continue;
    const [file = "", name = "default"] = from.split("#");
    let local = name;
    for (let number = 2; used.has(local) || reservedValues.has(local); number++) local = `${name}${number}`;
    used.add(local);
    custom.set(from, { file, name, local });
  }
  return custom;
}

/** What a router is given besides its models, in the order in which it is written. */
const routerOptions = [
  "attempts",
  "reAsks",
  "timeouts",
  "midStream",
  "onRefusal",
  "failover",
  "hedge",
  "breaker",
  "maxTotalTokens",
  "repairs",
] as const;

function routerExpression(router: RouterConfig, custom: ReadonlyMap<string, CustomFactory>): string {
  const model = (given: ModelConfig): string => `/* @__PURE__ */ ${modelExpression(given, custom)}`;
  const fallbacks = router.fallbacks.map(model);
  const list = `[${fallbacks.join(", ")}]`;
  const members = [
    `primary: ${model(router.primary)},`,
    ...(fallbacks.length === 0
      ? []
      : [
          fits(`  fallbacks: ${list},`)
            ? `fallbacks: ${list},`
            : `fallbacks: [\n${fallbacks.map((fallback) => `  ${fallback},`).join("\n")}\n],`,
        ]),
    ...routerOptions.flatMap((name) => {
      const value = router[name];
      return value === undefined ? [] : [`${name}: ${valueLiteral(value as Json)},`];
    }),
  ];
  return `/* @__PURE__ */ createRouter({\n${indent(members.join("\n"))}\n})`;
}

function modelExpression(given: ModelConfig, custom: ReadonlyMap<string, CustomFactory>): string {
  const own = given.from === undefined ? undefined : custom.get(given.from)?.local;
  const options = Object.entries({
    baseUrl: given.baseUrl,
    api: given.api,
    ...given.places,
    apiKeyEnv: given.apiKeyEnv,
    headers: given.headers,
    settings: given.settings,
    modes: given.modes,
    extraBody: given.extraBody,
    maxConcurrency: given.maxConcurrency,
    contextWindow: given.contextWindow,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${valueLiteral(value as Json)}`]));
  const rest = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return `${own ?? factoryOf(given)}(${stringLiteral(given.model)}${rest})`;
}

function factoryOf({ provider }: ModelConfig): string {
  return providerRows.find((row) => row.id === provider)?.factory ?? camelCase(pascalCase(provider));
}

/** Writes `.gitattributes`: the machine's files are folded in reviews, and line ends are the same everywhere. */
export function emitGitattributes(): string {
  return "# Generated by outspec. Do not edit.\n* text eol=lf\ninternal/** linguist-generated\n";
}
