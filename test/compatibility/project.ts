import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./run.js";

/** Root of the repository: npm runs scripts there. */
export const root: string = process.cwd();

/** Files of the project that the checks are made in. */
export const sources: string = join(root, "test/compatibility/project");

/** Packs both packages into a folder; gives the paths of the tarballs. */
export async function pack(folder: string): Promise<readonly string[]> {
  for (const name of ["runtime", "generator"])
    await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(root, name) });
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => join(folder, name));
}

/** Makes an empty folder with the packages installed from their tarballs, and others of the registry. */
export async function createProject(tarballs: readonly string[], ...others: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "outspec-compatibility-"));
  writeFileSync(join(folder, "package.json"), '{ "name": "newcomer", "private": true, "type": "module" }\n');
  const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  await run("npm", [...install, ...tarballs, ...others], { cwd: folder, timeoutMs: 300_000 });
  return folder;
}

/** Removes a project. */
export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The generator's program, within a project. */
export const commandLine = "node_modules/outspec/dist/cli.js";

/** Adds all example specs, sets an option of `outspec.yaml`, and generates with what is installed in `installed`. */
export async function generateAll(
  folder: string,
  importExtension: "js" | "ts" | "none",
  installed: string = folder,
): Promise<void> {
  cpSync(join(root, "schemas"), join(folder, "schemas"), { recursive: true });
  const config = join(folder, "outspec.yaml");
  const text = readFileSync(config, "utf8").replace(/^importExtension:.*\n/m, "");
  writeFileSync(config, `${text}importExtension: ${importExtension}\n`);
  await run(process.execPath, [join(installed, commandLine), "generate"], { cwd: folder });
}

/** Copies one of the project's source files; specifiers end as the compiler of that project wants them. */
export function copySource(name: string, to: string, extension: "js" | "ts" | "none" = "js"): void {
  const text = readFileSync(join(sources, name), "utf8");
  const end = extension === "none" ? "" : `.${extension}`;
  const written = extension === "js" ? text : text.replaceAll(/(from "\.[^"]*)\.js"/g, `$1${end}"`);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, written);
}

/** Links packages of the repository into a project: tools, which are not what is tried. */
export function linkTools(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const target = join(folder, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    symlinkSync(join(root, "node_modules", name), target);
  }
}

/** The version of a package that is installed in the repository. */
export function versionOf(name: string): string {
  const manifest = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
