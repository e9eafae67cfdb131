import type { ScopeValueSets } from "ajv/dist/compile/codegen/scope.js";
import type { SchemaEnv } from "ajv/dist/compile/index.js";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { judgeRunning } from "../../../runtime/src/validation/patterns/bounded-pattern.ts";
import { isIdentifier, valueLiteral } from "./layout.ts";

/** What the functions of one document are written with. */
export interface ModuleContext {
  /** Where in the module's constant `schema` a schema stands, as a pointer. */
  readonly pointers: ReadonlyMap<object, string>;
  readonly runtimeNames: Set<string>;
  /** Whether functions hand on more than the value to each other, in the way of ajv. */
  readonly passesContext: boolean;
}

/** Functions ajv would `require`, by what it would write, and as our runtime exports them. */
const requiredFunctions: Readonly<Record<string, string>> = {
  'require("ajv/dist/runtime/equal").default': "equal",
  'require("ajv/dist/runtime/ucs2length").default': "ucs2length",
};

/** The text of functions. */
export interface FunctionsText {
  readonly text: string;
  /** Whether it takes values from the module's constant `schema`. */
  readonly usesSchema: boolean;
}

/** Writes compiled functions with the constants they use, each constant once and before its first user. */
export function writeFunctions(compiled: Iterable<SchemaEnv>, context: ModuleContext): FunctionsText {
  const written = new Set<string>();
  const blocks: string[] = [];
  let usesSchema = false;
  const write = (env: SchemaEnv): void => {
    const source = env.validate?.source;
    if (source === undefined) throw new Error("ajv compiled a function without its source");
    const name = String(source.validateName);
    if (written.has(name)) return;
    written.add(name);
    const code = withShortIssues(source.validateCode, context.passesContext);
    const constants: string[] = [];
    for (const constant of scopeValues(source.scopeValues)) {
      const text = constantText(constant, context, write);
      if (text === undefined || written.has(constant.name) || !mentions(code, constant.name)) continue;
      written.add(constant.name);
      usesSchema ||= constant.prefix === "schema" && context.pointers.has(constant.ref as object);
      constants.push(`const ${constant.name} = ${text};`);
    }
    const evaluated = source.evaluated === undefined ? [] : [`${name}.evaluated = ${source.evaluated};`];
    blocks.push([...constants, ...(constants.length > 0 ? [""] : []), code.trim(), ...evaluated].join("\n"));
  };
  for (const env of compiled) write(env);
  return { text: blocks.join("\n\n"), usesSchema };
}

/** A value from outside of a function. */
interface Constant {
  readonly name: string;
  readonly prefix: string;
  readonly ref: unknown;
  readonly code: string | undefined;
}

function scopeValues(sets: ScopeValueSets): readonly Constant[] {
  return Object.values(sets).flatMap((set) =>
    [...(set ?? [])].map(({ str, prefix, value }) => ({
      name: str,
      prefix,
      ref: value?.ref,
      code: value?.code === undefined ? undefined : String(value.code),
    })),
  );
}

/** The expression of a constant; `undefined` for a function, which is written as such. */
function constantText(
  { prefix, ref, code }: Constant,
  { pointers, runtimeNames }: ModuleContext,
  write: (env: SchemaEnv) => void,
): string | undefined {
  switch (prefix) {
    case "schema": {
      const pointer = pointers.get(ref as object);
      // The cast holds: under this prefix ajv keeps schemas, which are JSON.
      return pointer === undefined ? valueLiteral(ref as Json) : memberAt(pointer);
    }
    case "validate":
      // The cast holds: under this prefix ajv keeps compiled functions.
      write((ref as { readonly schemaEnv: SchemaEnv }).schemaEnv);
      return undefined;
    case "root":
    case "wrapper": {
      // The cast holds: under these prefixes ajv keeps schemas that were being compiled.
      const env = ref as SchemaEnv;
      write(env);
      return `{ validate: ${env.validateName} }`;
    }
  }
  if (prefix === "pattern" && code !== undefined) return patternText(code, runtimeNames);
  const known = code === undefined ? undefined : requiredFunctions[code];
  if (known !== undefined) runtimeNames.add(known);
  if (known === undefined && (code === undefined || code.startsWith("require("))) {
    throw new Error(`ajv asks for a value we do not know: ${prefix} ${code ?? ""}`);
  }
  return known ?? code;
}

const newPattern = /^new RegExp\((".*"), "(u?)"\)$/;

/** A pattern as it is run: by the platform where it takes no longer than its text is, whatever the text. */
function patternText(code: string, runtimeNames: Set<string>): string {
  const [, literal, flag] = newPattern.exec(code) ?? [];
  if (literal === undefined) throw new Error("ajv makes a pattern in a way we do not know");
  if (judgeRunning(JSON.parse(literal), flag === "u" ? "u" : "") === "natively") return code;
  runtimeNames.add("createPattern");
  return code.replace("new RegExp", "createPattern");
}

/** The place in the constant `schema` that a pointer names. */
function memberAt(pointer: string): string {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return `schema${steps.map((step) => (isIdentifier(step) ? `.${step}` : `[${JSON.stringify(step)}]`)).join("")}`;
}

/** Whether code uses a name. A text that only speaks of it costs a line nobody reads. */
function mentions(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(code);
}

// What ajv writes for each error, line by line.
const issueBlock =
  /^const (err\d+) = (\{[\s\S]*?\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;$/gm;
const issueHead = /^\{instancePath(?::instancePath\+(.+?))?,schemaPath:"(?:[^"\\]|\\.)*",keyword:/;
const functionHead =
  /^(function \w+\(data), \{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}\)\{/;

/**
 * Puts each error on one line and leaves out what nobody asks for: the place in the schema, and the way to the value
 * where only the caller knows it. The only surgery on ajv's text: there is no hook for how an error is recorded.
 */
function withShortIssues(code: string, passesContext: boolean): string {
  const short = code.replaceAll(issueBlock, (_block, _name, text: string) => {
    const issue = text.replaceAll(/\n\s*/g, " ");
    const head = passesContext
      ? issue.replace(/,schemaPath:"(?:[^"\\]|\\.)*",keyword:/, ",keyword:")
      : issue.replace(issueHead, (_head, path: string | undefined) => `{instancePath:${path ?? '""'},keyword:`);
    return `errors = (vErrors ??= []).push(${head});`;
  });
  if (/^if\(vErrors === null\)\{$/m.test(short)) throw new Error("ajv records an error in a way we do not know");
  return passesContext ? short : short.replace(functionHead, "$1){");
}
