import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { textIfPresent } from "../files/output-folder.ts";
import { createInputReader, readText } from "../files/read.ts";
import { readImportStyle } from "../files/tsconfig.ts";
import { generate } from "../generate.ts";
import { camelCase } from "../spec/names.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { type Command, readArguments, textOption } from "./command.ts";
import { reportRun } from "./report-run.ts";
import { sampleNotes } from "./sample-notes.ts";
import { hasRuntime } from "./user-runtime.ts";

const help = `outspec init: sets up a project in the current folder

Usage
  outspec init [options]

Creates outspec.yaml, a first spec where schemas/ has none, an example program that uses
it, and generates.
Files that exist are left as they are.

Options
  --from FILE   use this JSON Schema or spec (YAML or JSON) as the first spec: a copy, or,
                where it refers to other files, a spec that refers to it
  --vscode      also write .vscode/settings.json, which names the formats of all specs
  --help        this text

Examples
  npx outspec init
  npx outspec init --from contracts/invoice.schema.json

Exit codes
  0  the project is set up
  1  the first spec has an error
  2  the command line is wrong
`;

const options = { from: { type: "string" }, vscode: { type: "boolean" }, help: { type: "boolean" } } as const;

/** `outspec init`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options);
    const from = textOption(parsed, "from");
    const root = terminal.cwd;
    const existing = from === undefined ? await existingSpec(root) : undefined;
    const first = existing ?? (from === undefined ? sampleSpec(root) : await readFirst(root, from));
    const place = (path: string, text: string): void => {
      if (existsSync(join(root, path))) {
        terminal.out(`  exists   ${path} (left as it is)\n`);
        return;
      }
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      terminal.out(`  created  ${path}\n`);
    };
    place("outspec.yaml", configText(root));
    if (parsed.values["vscode"] === true) place(".vscode/settings.json", editorSettings(root));
    place(first.path, first.text);
    const spec = await describeSpec(root, first);
    place("example.ts", exampleText(spec, readImportStyle(root).importExtension));

    const code = reportRun(await generate({ cwd: root }), "pretty", terminal);
    if (code === 0) terminal.out(nextSteps(root, spec));
    return code;
  },
};

interface FirstSpec {
  readonly path: string;
  readonly text: string;
}

/** First documented model of a provider, as `provider/model`. */
function exampleModel(provider: string): string {
  const model = providerRows.find(({ id }) => id === provider)?.models[0];
  if (model === undefined) throw new Error(`the provider ${provider} has no example model`);
  return `${provider}/${model}`;
}

/** Path of a format below `root`, where it is installed: there or, in a workspace, in a folder above. */
function formatPath(root: string, name: "spec" | "config"): string {
  const file = `node_modules/outspec/schema/outspec-${name}.schema.json`;
  for (let [folder, up] = [root, ""]; ; [folder, up] = [dirname(folder), `../${up}`]) {
    if (existsSync(join(folder, file))) return `${up}${file}`;
    // Not installed yet: it will be here.
    if (folder === dirname(folder)) return file;
  }
}

/** Settings for the YAML extension of VS Code. */
function editorSettings(root: string): string {
  const schemas = {
    [relativePath(formatPath(root, "spec"))]: ["schemas/**/*.yaml", "schemas/**/*.yml"],
    [relativePath(formatPath(root, "config"))]: "outspec.yaml",
  };
  return `${JSON.stringify({ "yaml.schemas": schemas }, null, 2)}\n`;
}

function configText(root: string): string {
  return `# yaml-language-server: $schema=${relativePath(formatPath(root, "config"))}
schemas: schemas
output: generated
router:
  primary: ${exampleModel("openai")}
  fallbacks:
    - ${exampleModel("anthropic")}
`;
}

function relativePath(path: string): string {
  return path.startsWith("../") ? path : `./${path}`;
}

const sampleSpec = (root: string): FirstSpec => ({
  path: "schemas/patient-summary.yaml",
  text: `# yaml-language-server: $schema=../${formatPath(root, "spec")}
description: What a triage nurse reads before the visit.
prompt:
  system: You are a clinical assistant. Summarise the notes into the requested structure.
  user: |
    {{ notes }}
output:
  type: object
  required: [vitals_status, key_notes, requires_visit]
  properties:
    vitals_status:
      description: Overall reading of the latest vital signs.
      enum: [Normal, Warning, Critical]
    key_notes:
      description: Findings worth reading first, most important at the top.
      type: array
      items: { type: string }
    requires_visit:
      description: Whether a clinician needs to see the patient today.
      type: boolean
`,
});

/** A spec that is there already: beside it the sample would only be in the way. */
async function existingSpec(root: string): Promise<FirstSpec | undefined> {
  const { findSpecs } = await import("../files/find.ts");
  if (!existsSync(join(root, "schemas"))) return undefined;
  const [{ readSpec }, , { outlineSpec }] = await specReaders();
  return findSpecs(root, "schemas")
    .map((path) => ({ path, text: readText(join(root, path)) }))
    .find(({ path, text }) => ["envelope", "plain"].includes(outlineSpec(readSpec(path, text)).kind));
}

async function readFirst(root: string, from: string): Promise<FirstSpec> {
  const path = resolve(root, from);
  const extension = extname(path);
  if (![".json", ".yaml", ".yml"].includes(extension))
    throw new UsageError(`${from} is not a .yaml, .yml or .json file`);
  const stem = basename(path, extension).replace(/\.schema$/, "");
  const kebab = stem
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1-$2")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
  const name = `schemas/${kebab === "" ? "output" : kebab}`;
  const text = readText(path);
  const own = relative(root, path).replaceAll("\\", "/");
  const copy = { path: `${name}${extension}`, text };
  const [{ readSpec }, { readLinks }, { outlineSpec }] = await specReaders();
  const document = readSpec(own, text);
  const others = readLinks(document).files.filter((file) => file !== own);
  if (own === copy.path || others.length === 0) return copy;
  // A copy would lose what its relative references lead to: the schema stays where it is, and the spec names it.
  if (outlineSpec(document).kind !== "plain" || own.startsWith("../")) {
    throw new UsageError(
      `${from} refers to ${others[0] ?? "another file"}, which a copy of it in schemas/ would not find`,
      "move it there together with the files it refers to",
    );
  }
  return { path: `${name}.yaml`, text: `output:\n  $ref: ${JSON.stringify(`../${encodeURI(own)}`)}\n` };
}

function specReaders() {
  return Promise.all([import("../spec/read.ts"), import("../spec/links.ts"), import("../spec/outline.ts")]);
}

type SpecSketch = Pick<ResolvedSpec, "name" | "input" | "prompt"> & { readonly stem: string };

/** What the example needs to know of the first spec, taken as far as the spec can be understood. */
async function describeSpec(root: string, { path, text }: FirstSpec): Promise<SpecSketch> {
  const [{ readSpec }, { resolveSpecs }] = await Promise.all([import("../spec/read.ts"), import("../spec/resolve.ts")]);
  const stem = basename(path, extname(path));
  const document = readSpec(path, text);
  const { specs } = await resolveSpecs([document], { schemas: "schemas" }, createInputReader(root));
  return specs[0] ?? { name: pascalCase(stem), stem };
}

function exampleText(spec: SpecSketch, importExtension: "js" | "ts" | "none"): string {
  const { name } = spec;
  const call = `stream${name}(${exampleArgument(spec) ?? ""})`;
  const variable = camelCase(name);
  return `// Run me with: npx --yes tsx example.ts
import { stream${name} } from "./generated/index${importExtension === "none" ? "" : `.${importExtension}`}";

async function main(): Promise<void> {
  const ${variable} = ${call};
  for await (const partial of ${variable}) {
    console.log(JSON.stringify(partial));
  }
  const { output, model, usage } = await ${variable}.result;
  console.log(output);
  console.log(\`from \${model}, \${usage.output.total} tokens\`);
}

void main();
`;
}

function exampleArgument({ name, input, prompt }: SpecSketch): string | undefined {
  if (prompt === undefined) return JSON.stringify(`Describe the ${name} here.`);
  if (typeof input !== "object") return undefined;
  const properties = input["properties"];
  const required = input["required"];
  const names = Array.isArray(required) ? required : [];
  const members = names.map((key) => {
    const schema =
      typeof properties === "object" && properties !== null && !Array.isArray(properties)
        ? (properties as Readonly<Record<string, unknown>>)[String(key)]
        : undefined;
    const text = key === "notes" ? sampleNotes : `the ${String(key)}`;
    const spelled = /^[A-Za-z_$][\w$]*$/.test(String(key)) ? String(key) : JSON.stringify(key);
    return `${spelled}: ${sampleLiteral(schema, text)}`;
  });
  return members.length === 0 ? "{}" : `{\n    ${members.join(",\n    ")},\n  }`;
}

/** A value that compiles for simple schemas; for others the developer sees at once what to fill in. */
function sampleLiteral(schema: unknown, text: string): string {
  const { type, enum: values } =
    typeof schema === "object" && schema !== null ? (schema as { type?: unknown; enum?: unknown }) : {};
  if (Array.isArray(values)) return JSON.stringify(values[0]);
  if (type === "number" || type === "integer") return "1";
  if (type === "boolean") return "true";
  if (type === "array") return "[]";
  if (type === "object") return "{}";
  return JSON.stringify(text);
}

function nextSteps(root: string, { stem }: SpecSketch): string {
  const keys = ["openai", "anthropic"].flatMap(
    (provider) => providerRows.find(({ id }) => id === provider)?.env.key.slice(0, 1) ?? [],
  );
  const program = "npx --yes tsx example.ts";
  const steps: [command: string, meaning: string][] = [
    ...setUpSteps(root),
    [`npx outspec try ${stem}`, "watch it fill in; simulated as long as no key is set"],
    [`npx outspec simulate -- ${program}`, "the same from a program, which needs no key here"],
    [`export ${keys[0] ?? "OPENAI_API_KEY"}=…`, `ask a real model (${keys.join(" or ")})`],
    [program, "the program, which now asks it"],
    ["npx outspec generate --watch", "keep generated/ up to date while you edit schemas/"],
  ];
  const width = Math.max(...steps.map(([line]) => line.length)) + 3;
  return `\nNext:\n${steps.map(([line, meaning]) => `  ${line.padEnd(width)}${meaning}\n`).join("")}`;
}

/** What is still to install or to set. A package comes before what is installed into it. */
function setUpSteps(root: string): readonly [command: string, meaning: string][] {
  const steps: [command: string, meaning: string][] = [];
  if (!isModulePackage(root))
    steps.push([
      `${hasPackage(root) ? "" : "npm init -y && "}npm pkg set type=module`,
      "generated code is ES modules; Node and tsc take .ts for CommonJS without it",
    ]);
  if (!hasRuntime(root)) steps.push(["npm install @outspec/runtime", "the small package that runs generated code"]);
  const tools = ["outspec", "typescript"].filter((name) => !isInstalled(root, name));
  if (tools.length > 0)
    steps.push([
      `npm install --save-dev ${tools.join(" ")}`,
      tools.includes("outspec")
        ? "this command, and the formats that editors check the YAML files with"
        : "the compiler that generated code is checked with",
    ]);
  return steps;
}

/** Whether a package is there: in this folder or, in a workspace, in one above. */
function isInstalled(root: string, name: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", name))) return true;
    if (folder === dirname(folder)) return false;
  }
}

function hasPackage(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** Whether the nearest package.json says that its `.js` and `.ts` files are ES modules. */
function isModulePackage(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    const text = textIfPresent(join(folder, "package.json"));
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text);
    if (folder === dirname(folder)) return false;
  }
}
