import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ProjectConfig } from "../../generator/src/config.ts";
import type { Diagnostic } from "../../generator/src/diagnostics/diagnostic.ts";
import { type Compilation, compile } from "../../generator/src/pipeline.ts";

/** Where the golden folders of emitted code are. */
const casesFolder = join(import.meta.dirname, "cases", "emits");

/** The project every case belongs to, unless its `config.json` says otherwise. */
export const config: ProjectConfig = {
  schemas: "schemas",
  output: "generated",
  routers: {
    default: {
      primary: { provider: "openai", model: "gpt-5.4-mini" },
      fallbacks: [
        { provider: "anthropic", model: "claude-haiku-5-5" },
        { provider: "ollama", model: "llama3.2" },
      ],
    },
  },
  importExtension: "js",
  targets: [],
};

/** One golden folder. */
export interface EmitCase {
  readonly name: string;
  readonly folder: string;
  readonly path: string;
  readonly spec: string;
  readonly config: ProjectConfig;
}

/** All golden folders, in order. */
export function emitCases(): readonly EmitCase[] {
  return readdirSync(casesFolder)
    .sort()
    .map((name) => {
      const folder = join(casesFolder, name);
      const file = existsSync(join(folder, "spec.json")) ? "spec.json" : "spec.yaml";
      const own = join(folder, "config.json");
      const given = existsSync(own) ? (JSON.parse(readFileSync(own, "utf8")) as Partial<ProjectConfig>) : {};
      return {
        name,
        folder,
        path: `schemas/${file}`,
        spec: readFileSync(join(folder, file), "utf8"),
        config: { ...config, ...given },
      };
    });
}

/** One golden folder with a project of several specs: what they share is what is looked at. */
export interface ProjectCase {
  readonly name: string;
  /** Where the expected files are: all that a reviewer reads. */
  readonly expected: string;
  readonly specs: ReadonlyMap<string, string>;
  /** Files that are no specs, by path below the project root. */
  readonly others: ReadonlyMap<string, string>;
}

/** All golden folders of projects, in order. */
export function projectCases(): readonly ProjectCase[] {
  const folder = join(import.meta.dirname, "cases", "projects");
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const files = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
        .filter((path) => !path.startsWith("expected") && statSync(join(folder, name, path)).isFile())
        .map((path): [string, string] => [path, readFileSync(join(folder, name, path), "utf8")]);
      return {
        name,
        expected: join(folder, name, "expected"),
        specs: new Map(files.filter(([path]) => path.startsWith("schemas/"))),
        others: new Map(files.filter(([path]) => !path.startsWith("schemas/"))),
      };
    });
}

/** What a project is compiled to, by path below the output folder. Throws when there is an error. */
export async function emitProjectCase({ specs, others }: ProjectCase): Promise<ReadonlyMap<string, string>> {
  return filesOf(await compile(specs, config, others));
}

/** What a case is compiled to, by path below the output folder. Throws when the spec has an error. */
export async function emit(one: EmitCase): Promise<ReadonlyMap<string, string>> {
  return filesOf(await compile(new Map([[one.path, one.spec]]), one.config));
}

function filesOf({ files, diagnostics }: Compilation): ReadonlyMap<string, string> {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(describeDiagnostic).join("\n"));
  return new Map(files.map((file) => [file.path, file.text]));
}

function describeDiagnostic({ code, message, range }: Diagnostic): string {
  return `${range.path}:${range.start.line}:${range.start.column} ${code}: ${message}`;
}
