import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { readText } from "./read.ts";

/** What a project's tsconfig says about relative imports, and the files that say it. */
export interface ImportStyle {
  readonly importExtension: "js" | "ts" | "none";
  /** Absolute paths of all files that were read, or looked for in vain. */
  readonly read: readonly string[];
}

/**
 * Reads `tsconfig.json` and what it extends: `ts` when imports of `.ts` files are allowed there, `none` in a project of
 * Next.js, whose bundler does not find `x.ts` by the name `x.js`, else `js`.
 */
export function readImportStyle(root: string): ImportStyle {
  const read: string[] = [];
  const options = readOptions(join(root, "tsconfig.json"), read);
  const wantsTs = options["rewriteRelativeImportExtensions"] === true || options["allowImportingTsExtensions"] === true;
  return { importExtension: wantsTs ? "ts" : isNext(options) ? "none" : "js", read };
}

/** Next.js writes its editor plugin into every tsconfig that it uses. */
function isNext({ plugins }: Readonly<Record<string, unknown>>): boolean {
  const listed: readonly unknown[] = Array.isArray(plugins) ? plugins : [];
  return listed.some(
    (plugin) => typeof plugin === "object" && plugin !== null && "name" in plugin && plugin.name === "next",
  );
}

function readOptions(path: string, read: string[]): Readonly<Record<string, unknown>> {
  // A circle of `extends` is the compiler's to report.
  if (read.includes(path)) return {};
  read.push(path);
  if (!existsSync(path)) return {};
  const config = parseWithComments(readText(path));
  const parents = [config["extends"] ?? []].flat().filter((parent) => typeof parent === "string");
  const inherited = parents.map((parent) => {
    const found = findParent(path, parent);
    return found === undefined ? {} : readOptions(found, read);
  });
  const own = config["compilerOptions"];
  return Object.assign({}, ...inherited, typeof own === "object" ? own : {});
}

function findParent(from: string, parent: string): string | undefined {
  if (parent.startsWith(".") || parent.startsWith("/")) {
    const path = resolve(dirname(from), parent);
    return existsSync(path) && path.endsWith(".json") ? path : `${path}.json`;
  }
  const require = createRequire(from);
  for (const candidate of [parent, `${parent}.json`, `${parent}/tsconfig.json`]) {
    try {
      return require.resolve(candidate);
    } catch {
      // The next spelling may be the one.
    }
  }
  return undefined;
}

/** Parses JSON with comments and trailing commas; anything worse reads as empty, as the compiler will report it. */
function parseWithComments(text: string): Readonly<Record<string, unknown>> {
  const string = /"(?:[^"\\]|\\.)*"/.source;
  const bare = text
    .replace(/^\ufeff/, "")
    .replace(new RegExp(`(${string})|//[^\\n]*|/\\*[\\s\\S]*?\\*/`, "g"), (_, kept?: string) => kept ?? "")
    .replace(new RegExp(`(${string})|,(?=\\s*[}\\]])`, "g"), (_, kept?: string) => kept ?? "");
  try {
    const value: unknown = JSON.parse(bare);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
