import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ModelConfig, ProjectConfig, RouterConfig } from "../config.ts";
import { importPath, routerName } from "../plan/build.ts";
import { camelCase, pascalCase } from "../spec/names.ts";
import type { Json } from "../spec/resolved-spec.ts";
import { projectBanner } from "./banner.ts";
import { docComment, fits, indent, stringLiteral, valueLiteral } from "./layout.ts";
import type { Exports } from "./spec-file.ts";

/** One reviewable file as `index.ts` sees it. */
export interface IndexEntry extends Exports {
  /** Path below the output folder. */
  readonly path: string;
  /** Name of the spec, which goes in front of names that two files share. */
  readonly name: string;
}

/** Writes `index.ts`: every export of every file by name, sorted by file. */
export function emitIndexFile(entries: readonly IndexEntry[], config: Pick<ProjectConfig, "importExtension">): string {
  const owners = new Map<string, number>();
  for (const name of entries.flatMap((entry) => [...entry.types, ...entry.values]))
    owners.set(name, (owners.get(name) ?? 0) + 1);
  const lines = [...entries]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((entry) => {
      // Definitions of the same name in two specs are told apart by the spec they belong to.
      const shown = (name: string): string =>
        (owners.get(name) ?? 0) > 1 ? `${name} as ${qualified(entry.name, name)}` : name;
      return exportLines(entry, importPath("index.ts", entry.path, config.importExtension), shown);
    });
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

function qualified(spec: string, name: string): string {
  return name.startsWith("Partial") ? `Partial${spec}${name.slice("Partial".length)}` : `${spec}${name}`;
}

function exportLine(keyword: string, names: readonly string[], from: string): string {
  const line = `${keyword} { ${names.join(", ")} } from ${from};`;
  return fits(line) ? line : `${keyword} {\n${names.map((name) => `  ${name},`).join("\n")}\n} from ${from};`;
}

/** Writes `router.ts`: the routers of `outspec.yaml`, made of nothing but the providers they name. */
export function emitRouterFile(config: ProjectConfig): string {
  const factories = new Set<string>();
  const custom = new Map<string, { readonly file: string; readonly name: string }>();
  const constants = Object.entries(config.routers).map(([name, router]) => {
    const constant = routerName(name, config) ?? "router";
    const doc =
      name === "default"
        ? "The router every generated function uses unless a call brings its own."
        : `The router ${stringLiteral(name)} of outspec.yaml.`;
    return `${docComment(doc)}\nexport const ${constant}: Router = ${routerExpression(router, factories, custom)};`;
  });
  const byFile = new Map<string, string[]>();
  for (const { file, name } of custom.values())
    byFile.set(file, [...new Set([...(byFile.get(file) ?? []), name])].sort());
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

function routerExpression(
  router: RouterConfig,
  factories: Set<string>,
  custom: Map<string, { readonly file: string; readonly name: string }>,
): string {
  const model = (given: ModelConfig): string => `/* @__PURE__ */ ${modelExpression(given, factories, custom)}`;
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
    ...(["attempts", "timeouts", "midStream", "onRefusal", "repairs"] as const).flatMap((name) => {
      const value = router[name];
      return value === undefined ? [] : [`${name}: ${valueLiteral(value as Json)},`];
    }),
  ];
  return `/* @__PURE__ */ createRouter({\n${indent(members.join("\n"))}\n})`;
}

function modelExpression(
  given: ModelConfig,
  factories: Set<string>,
  custom: Map<string, { readonly file: string; readonly name: string }>,
): string {
  const options = Object.entries({
    baseUrl: given.baseUrl,
    apiKeyEnv: given.apiKeyEnv,
    headers: given.headers,
    settings: given.settings,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${valueLiteral(value as Json)}`]));
  const rest = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return `${factoryOf(given, factories, custom)}(${stringLiteral(given.model)}${rest})`;
}

function factoryOf(
  given: ModelConfig,
  factories: Set<string>,
  custom: Map<string, { readonly file: string; readonly name: string }>,
): string {
  if (given.from !== undefined) {
    const [file = "", name = "default"] = given.from.split("#");
    custom.set(given.from, { file, name });
    return name;
  }
  const factory =
    providerRows.find((row) => row.id === given.provider)?.factory ?? camelCase(pascalCase(given.provider));
  factories.add(factory);
  return factory;
}

/** Writes `.gitattributes`: the machine's files are folded in reviews, and line ends are the same everywhere. */
export function emitGitattributes(): string {
  return "# Generated by outspec. Do not edit.\n* text eol=lf\ninternal/** linguist-generated\n";
}
