import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type OrdinarySpec, typeNameOf } from "../ordinary-specs.js";
import type { Kind } from "../report/part.js";
import { zodText } from "../zod-text.js";

/** How an application calls a library: for each spec a typed call, a stream that is read, and a use of the result. */
export interface Program {
  /** What it is called in commands. */
  readonly name: string;
  readonly label: string;
  readonly kind: Kind;
  /** Where its packages are installed. */
  readonly folder: string;
  /** What an application installs for one provider. */
  readonly packages: readonly string[];
  /** What it installs for a second one; none where there is none. */
  readonly second: readonly string[];
  /** Writes the program below a folder, `main.ts` first; with two providers where `both` says so. */
  write(folder: string, specs: readonly OrdinarySpec[], both: boolean): void;
}

/** Writes a file, with the folders above it. */
export function writeText(folder: string, path: string, text: string): void {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

/** What a program says for one spec. */
export interface SpecNames {
  /** The type's name. */
  readonly type: string;
  /** The name of its zod schema. */
  readonly schema: string;
  /** A property that every output has, as it is read: `["amount"]`. */
  readonly first: string;
}

/** The names of a spec. */
export function namesOf({ name, schema }: OrdinarySpec): SpecNames {
  const type = typeNameOf(name);
  const required = schema["required"] as readonly string[] | undefined; // a list of names in every ordinary spec
  return { type, schema: `schemaOf${type}`, first: `[${JSON.stringify(required?.[0] ?? "")}]` };
}

/** Writes a program whose specs are zod schemas in files of their own: its head, and what `callsOf` says of each spec. */
export function writeZodProgram(
  folder: string,
  specs: readonly OrdinarySpec[],
  head: string,
  callsOf: (names: SpecNames) => string,
  toText: typeof zodText = zodText,
): void {
  for (const { name, schema } of specs) {
    const { declarations, text } = toText(schema);
    writeText(
      folder,
      `schemas/${name}.ts`,
      `import { z } from "zod";\n\n${declarations}export const schema = ${text};\n`,
    );
  }
  const imports = specs.map(
    (spec) => `import { schema as ${namesOf(spec).schema} } from "./schemas/${spec.name}.js";\n`,
  );
  writeText(folder, "main.ts", `${imports.join("")}${head}\n${specs.map((spec) => callsOf(namesOf(spec))).join("\n")}`);
}
