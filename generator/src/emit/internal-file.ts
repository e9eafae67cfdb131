import { createHash } from "node:crypto";
import type { CompiledDialect, StreamNode } from "../../../runtime/src/codec.ts";
import { contractVersion, type DialectName } from "../../../runtime/src/facts/dialects.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { mapSchemas } from "../../../runtime/src/schema/keywords.ts";
import type { ProjectConfig } from "../config.ts";
import { importPath } from "../plan/build.ts";
import type { SpecPlan } from "../plan/plan.ts";
import { draftUrls } from "../spec/outline.ts";
import { withInternalBanner } from "./banner.ts";
import { jsonLiteral, stringLiteral, valueKey, valueLiteral } from "./layout.ts";
import { compileValidators, type ValidatorCode, type ValidatorRequest } from "./validator.ts";
import type { ValidatorTools } from "./validator-tools.ts";

/** Writes the machine's file of a spec: schema, streaming table, dialects, validators and the codec that holds them together. */
export function emitInternalFile(
  tools: ValidatorTools,
  plan: SpecPlan,
  dialects: ReadonlyMap<DialectName, CompiledDialect>,
  config: Pick<ProjectConfig, "importExtension">,
): string {
  const { spec, output } = plan;
  const requests: ValidatorRequest[] = [
    { name: "validate", document: "output", pointers: ["#"] },
    ...output.table.checks.map(
      ({ row, sources }): ValidatorRequest => ({ name: `check${row}`, document: "output", pointers: sources }),
    ),
    ...(spec.input === undefined ? [] : [{ name: "validateInput", document: "input", pointers: ["#"] } as const]),
  ];
  const validators = compileFor(tools, plan, requests, config);
  const body = [
    "// @ts-nocheck",
    ...validators.importLines,
    `import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from ${codegen};`,
    "",
    `export const schema: JsonSchema = ${valueLiteral(withDraft(spec))};`,
    "",
    `export const table: StreamTable = [\n${output.table.table.map((row) => `  ${rowLiteral(row)},`).join("\n")}\n];`,
    "",
    ...dialectLines(dialects),
    "",
    validators.code,
    "",
    codecLines(plan, dialects),
    "",
  ].join("\n");
  return withInternalBanner(spec.path, body);
}

/** A spec's schema as the spec object holds it, which states every draft but 2020-12: that is what an unstated one is read as. */
function withDraft({ schema, draft }: SpecPlan["spec"]): JsonSchema {
  if (typeof schema === "boolean" || draft === "2020-12" || "$schema" in schema) return schema;
  return { $schema: draftUrls[draft], ...schema };
}

/** Writes the machine's file of a shared spec: a validator for each definition, under the name of its type. */
export function emitSharedInternalFile(
  tools: ValidatorTools,
  plan: SpecPlan,
  config: Pick<ProjectConfig, "importExtension">,
): string {
  const { spec, output } = plan;
  const requests = output.names.order
    .filter((id) => /^#\/(?:\$defs|definitions)\/[^/]+$/.test(id))
    .map((id): ValidatorRequest => {
      return { name: `validate${output.names.names.get(id) ?? ""}`, document: "output", pointers: [id] };
    });
  const validators = compileFor(tools, plan, requests, config);
  const body = [
    "// @ts-nocheck",
    ...validators.importLines,
    `import type { Validate } from ${codegen};`,
    "",
    ...(validators.usesSchema ? [`const schema = ${valueLiteral(spec.schema)};`, ""] : []),
    requests.length === 0 ? "export {};" : validators.code,
    "",
  ].join("\n");
  return withInternalBanner(spec.path, body);
}

const codegen = stringLiteral("@outspec/runtime/codegen");

/** Compiles the validators of a spec; those that other specs' files have already are imported. */
function compileFor(
  tools: ValidatorTools,
  plan: SpecPlan,
  requests: readonly ValidatorRequest[],
  config: Pick<ProjectConfig, "importExtension">,
): ValidatorCode & { readonly importLines: readonly string[] } {
  const { spec, media } = plan;
  const foreign = foreignValidators(plan, new Set(requests.map(({ name }) => name)));
  const validators = compileValidators(tools, {
    draft: spec.draft,
    output: spec.schema,
    ...(spec.input === undefined ? {} : { input: openMedia(spec.input, media) }),
    ...(spec.inputDraft === undefined ? {} : { inputDraft: spec.inputDraft }),
    requests,
    imported: new Map(foreign.map(({ pointer, local }) => [pointer, local])),
  });
  const lines = foreign
    .filter(({ local }) => validators.imported.includes(local))
    .map(({ path, name, local }) => {
      const from = stringLiteral(importPath(plan.internalPath, path, config.importExtension));
      return `import { ${name === local ? name : `${name} as ${local}`} } from ${from};`;
    });
  const values =
    validators.imports.length === 0 ? [] : [`import { ${validators.imports.join(", ")} } from ${codegen};`];
  return { ...validators, importLines: [...values, ...new Set(lines)].sort() };
}

/** A validator that another file exports, for what stands at a pointer of this spec's output. */
interface ForeignValidator {
  readonly pointer: string;
  readonly path: string;
  readonly name: string;
  /** What it is called here. */
  readonly local: string;
}

function foreignValidators(plan: SpecPlan, taken: ReadonlySet<string>): readonly ForeignValidator[] {
  const locals = new Map<string, string>();
  const found: ForeignValidator[] = [];
  for (const [pointer, { name: type, validator }] of plan.imports) {
    if (validator === undefined || validator.path === plan.internalPath) continue;
    const key = `${validator.path} ${validator.name}`;
    let local = locals.get(key) ?? (validator.name === "validate" ? `validate${type}` : validator.name);
    while (!locals.has(key) && (taken.has(local) || [...locals.values()].includes(local))) local += "_";
    locals.set(key, local);
    found.push({ pointer, ...validator, local });
  }
  return found;
}

/** Media are no JSON: bytes, addresses and data with a media type are objects, and the runtime looks at which. */
function openMedia(schema: JsonSchema, media: ReadonlySet<string>): JsonSchema {
  if (media.size === 0) return schema;
  return mapSchemas(schema, (inner, pointer) => (media.has(pointer) ? { type: "object" } : inner));
}

function rowLiteral(row: StreamNode): string {
  return valueLiteral(row as unknown as Json);
}

function dialectConstant(name: DialectName): string {
  return name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}

/** One constant a dialect, so that a bundler drops what nobody asks for; a text that occurs twice is written once. */
function dialectLines(dialects: ReadonlyMap<DialectName, CompiledDialect>): readonly string[] {
  const uses = new Map<string, number>();
  for (const dialect of dialects.values()) {
    if ("schema" in dialect) uses.set(dialect.schema, (uses.get(dialect.schema) ?? 0) + 1);
  }
  const shared = new Map(
    [...uses].filter(([, count]) => count > 1).map(([text], index) => [text, `schemaText${index + 1}`]),
  );
  return [
    ...[...shared].map(([text, name]) => `const ${name}: string = ${jsonLiteral(text)};`),
    ...[...dialects].map(([name, dialect]) => {
      const head = `export const ${dialectConstant(name)}: CompiledDialect =`;
      if ("unusable" in dialect) return `${head} { unusable: ${stringLiteral(dialect.unusable)} };`;
      const members = [
        `schema: ${shared.get(dialect.schema) ?? jsonLiteral(dialect.schema)}`,
        ...(dialect.inverse === undefined ? [] : [`inverse: ${valueLiteral(dialect.inverse as unknown as Json)}`]),
        ...(dialect.unenforced === undefined ? [] : [`unenforced: ${valueLiteral(dialect.unenforced)}`]),
        ...(dialect.examples === undefined ? [] : [`examples: [${dialect.examples.map(jsonLiteral).join(", ")}]`]),
      ];
      return `${head} {\n${members.map((member) => `  ${member},`).join("\n")}\n};`;
    }),
  ];
}

function codecLines(plan: SpecPlan, dialects: ReadonlyMap<DialectName, CompiledDialect>): string {
  const { spec, output } = plan;
  const name = wireName(plan);
  const checks = output.table.checks.map(({ row }) => `    ${row}: check${row},`);
  const members = [
    `contract: ${contractVersion},`,
    `name: ${stringLiteral(name)},`,
    ...(name === spec.name ? [] : [`specName: ${stringLiteral(spec.name)},`]),
    ...(spec.description === undefined ? [] : [`description: ${stringLiteral(spec.description)},`]),
    `hash: ${stringLiteral(hashOf(plan))},`,
    "table,",
    "validate,",
    ...(checks.length === 0 ? [] : [`checks: {\n${checks.join("\n")}\n  },`]),
    ...(spec.input === undefined ? [] : ["input: validateInput,"]),
    `dialects: {\n${[...dialects.keys()].map((name) => `    ${valueKey(name)}: ${dialectConstant(name)},`).join("\n")}\n  },`,
  ];
  return `export const codec: Codec = {\n${members.map((member) => `  ${member}`).join("\n")}\n};`;
}

/** A name providers accept: at most 64 of `A-Z a-z 0-9 _ -`. Other scripts are left out, and the hash tells the rest apart. */
function wireName(plan: SpecPlan): string {
  const { name } = plan.spec;
  const ascii = name.replaceAll(/[^A-Za-z0-9_-]/g, "");
  if (ascii === name && name.length <= 64) return name;
  return `${ascii.slice(0, 55)}${ascii === "" ? "Output" : ""}_${hashOf(plan).slice(0, 8)}`;
}

/** Hash of what the spec means: 16 hexadecimal digits. */
function hashOf({ spec }: SpecPlan): string {
  const meaning: readonly Json[] = [
    spec.schema,
    spec.input ?? null,
    (spec.prompt ?? null) as unknown as Json,
    (spec.settings ?? null) as Json,
    spec.description ?? null,
    // Only where there are any, so that all other hashes stay as they are.
    ...(spec.examples === undefined ? [] : [spec.examples as unknown as Json]),
  ];
  // Key order is part of a schema's meaning, so it is part of its hash.
  return createHash("sha256").update(JSON.stringify(meaning), "utf8").digest("hex").slice(0, 16);
}
