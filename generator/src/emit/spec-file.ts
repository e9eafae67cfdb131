import type { ProjectConfig } from "../config.ts";
import { importPath } from "../plan/build.ts";
import type { SpecPlan } from "../plan/plan.ts";
import type { Json } from "../spec/resolved-spec.ts";
import { specBanner } from "./banner.ts";
import { examplesConstant } from "./examples.ts";
import { articleFor, fits, indent, stringLiteral, valueKey, valueLiteral } from "./layout.ts";
import { declarePartials } from "./partial-types.ts";
import { compilePrompt, type PromptCode } from "./prompt.ts";
import { declareTypes, type TypeTools } from "./types.ts";

/** What a reviewable file exports, for `index.ts`. */
export interface Exports {
  readonly types: readonly string[];
  readonly values: readonly string[];
}

/** A reviewable file and what it exports. */
export interface SpecFile extends Exports {
  readonly text: string;
}

/** Writes the file a reviewer reads: types, prompt, spec object, functions. */
export async function emitSpecFile(
  tools: TypeTools,
  plan: SpecPlan,
  config: Pick<ProjectConfig, "importExtension">,
): Promise<SpecFile> {
  const { spec, names, output } = plan;
  if (spec.shared) return emitSharedFile(tools, plan);

  const types = await declareTypes(
    tools,
    output.ir,
    output.names,
    spec.description === undefined ? {} : { rootDoc: spec.description },
  );
  const partials = declarePartials(output.ir, output.names);
  const inputs =
    plan.input === undefined
      ? []
      : await declareTypes(tools, plan.input.ir, plan.input.names, {
          rootDoc: plan.input.ir.root.description ?? "What the prompt needs.",
          spelled: new Map([...plan.media].map((id) => [id, "Media"])),
        });
  const prompt = spec.prompt === undefined ? undefined : compilePrompt(spec.prompt, plan.input?.ir);

  const imports = importLines(plan, config, {
    values: ["defineOutput", "generate", "stream", ...(prompt?.usesText ? ["text"] : [])],
    types: [
      plan.router === undefined ? "RoutedCallOptions" : "CallOptions",
      "OutputSpec",
      "OutputStream",
      "Prompt",
      "Result",
      ...(plan.media.size > 0 ? ["Media"] : []),
      ...(spec.settings === undefined ? [] : ["Settings"]),
    ].sort(),
  });
  const text = joinBlocks([
    [specBanner(spec.path)],
    [imports],
    types,
    partials,
    inputs,
    prompt === undefined ? [] : [promptFunction(plan, prompt)],
    spec.settings === undefined ? [] : [settingsConstant(spec.settings)],
    showsExamples(plan) ? [examplesConstant(plan)] : [],
    [specObject(plan), ...functions(plan)],
  ]);
  return {
    text,
    types: exportedTypes([...types, ...partials, ...inputs]),
    values: [names.generate, names.stream, names.value].sort(),
  };
}

/** A shared document has no root of its own: its definitions are all there is. */
async function emitSharedFile(tools: TypeTools, plan: SpecPlan): Promise<SpecFile> {
  const { ir, names } = plan.output;
  const order = names.order.filter((id) => id !== ir.root.id);
  const types = await declareTypes(tools, ir, { ...names, order });
  const text = joinBlocks([[specBanner(plan.spec.path)], types.length === 0 ? ["export {};"] : types]);
  return { text, types: exportedTypes(types), values: [] };
}

function joinBlocks(groups: readonly (readonly string[])[]): string {
  return `${groups.flat().join("\n\n")}\n`;
}

function exportedTypes(declarations: readonly string[]): readonly string[] {
  return declarations
    .map((declaration) => /^export (?:interface|type) (\S+)/m.exec(declaration)?.[1] ?? "")
    .filter((name) => name !== "")
    .sort();
}

function importLines(
  plan: SpecPlan,
  config: Pick<ProjectConfig, "importExtension">,
  used: { readonly values: readonly string[]; readonly types: readonly string[] },
): string {
  const from = (path: string): string => stringLiteral(importPath(plan.path, path, config.importExtension));
  return [
    `import { ${used.values.join(", ")} } from "@outspec/runtime/codegen";`,
    `import type { ${used.types.join(", ")} } from "@outspec/runtime";`,
    `import { codec, schema, table, validate } from ${from(plan.internalPath)};`,
    ...(plan.router === undefined ? [] : [`import { ${plan.router} } from ${from("router.ts")};`]),
  ].join("\n");
}

function promptFunction(plan: SpecPlan, { expression, usesInput }: PromptCode): string {
  const parameter = plan.input === undefined || !usesInput ? "" : `input: ${plan.names.input}`;
  const isSum = expression.includes("\n") && !/^[[{]/.test(expression);
  const body = isSum
    ? `return (\n${indentCode(expression, 4)}\n  );`
    : `return ${indentCode(expression, 2).trimStart()};`;
  return `/** The prompt, as it is sent. */\nfunction prompt(${parameter}): Prompt {\n  ${body}\n}`;
}

/** Indents code whose strings hold no line feeds. */
function indentCode(code: string, by: number): string {
  return indent(code, " ".repeat(by));
}

function settingsConstant(settings: Readonly<Record<string, Json>>): string {
  const members = Object.entries(settings).map(([name, value]) => `  ${valueKey(name)}: ${valueLiteral(value)},`);
  return `/** Settings of every call. */\nconst settings: Settings = {\n${members.join("\n")}\n};`;
}

function showsExamples({ spec }: SpecPlan): boolean {
  return spec.prompt !== undefined && spec.examples !== undefined && spec.examples.length > 0;
}

function specObject({ names, spec }: SpecPlan): string {
  return [
    "/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */",
    `export const ${names.value}: OutputSpec<${names.type}> = /* @__PURE__ */ defineOutput({`,
    `  name: ${stringLiteral(spec.name)},`,
    "  schema,",
    "  validate,",
    "  table,",
    "});",
  ].join("\n");
}

function functions(plan: SpecPlan): readonly string[] {
  const { names, spec } = plan;
  const parameter =
    spec.prompt === undefined ? "prompt: Prompt" : plan.input === undefined ? undefined : `input: ${names.input}`;
  const options = plan.router === undefined ? "options: RoutedCallOptions" : "options?: CallOptions";
  const parameters = [...(parameter === undefined ? [] : [parameter]), options];
  const call = [
    names.value === "spec" ? "spec" : `spec: ${names.value}`,
    ...(spec.prompt === undefined ? [] : ["prompt"]),
    ...(plan.router === undefined ? [] : [plan.router === "router" ? "router" : `router: ${plan.router}`]),
    ...(spec.settings === undefined ? [] : ["settings"]),
    ...(showsExamples(plan) ? ["examples"] : []),
    "codec",
  ].join(", ");
  const input = spec.prompt === undefined ? "prompt" : plan.input === undefined ? "undefined" : "input";
  const print = (doc: string, name: string, result: string, callee: string): string =>
    `${doc}\n${signature(name, parameters, result)} {\n  return ${callee}({ ${call} }, ${input}, options);\n}`;
  return [
    print(
      `/** Asks for one complete {@link ${names.type}}; resolves once it has been validated. */`,
      names.generate,
      `Promise<Result<${names.type}>>`,
      "generate",
    ),
    print(
      `/** Streams ${articleFor(names.type).toLowerCase()} {@link ${names.type}}: partials as they are written, then the validated result. */`,
      names.stream,
      `OutputStream<${names.type}, ${names.partial}>`,
      "stream",
    ),
  ];
}

function signature(name: string, parameters: readonly string[], result: string): string {
  const line = `export function ${name}(${parameters.join(", ")}): ${result}`;
  if (fits(`${line} {`)) return line;
  return `export function ${name}(\n${parameters.map((parameter) => `  ${parameter},`).join("\n")}\n): ${result}`;
}
