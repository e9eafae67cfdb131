import type { Ajv } from "ajv";
import type { SchemaEnv } from "ajv/dist/compile/index.js";
import type { Draft, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { escapeInvisible } from "./layout.ts";
import { findRecursiveReferences } from "./recursive-references.ts";
import { mendUnevaluated, sayContainsAsEvaluated } from "./unevaluated.ts";
import { followReference, prepareDocument } from "./validator-document.ts";
import { type KeywordContext, replaceKeywords } from "./validator-keywords.ts";
import { type FunctionsText, writeFunctions } from "./validator-module.ts";
import type { ValidatorTools } from "./validator-tools.ts";

/** A validator to be compiled: the schemas, by pointer into one of the documents, that a value must satisfy together. */
export interface ValidatorRequest {
  /** Name of the exported constant. */
  readonly name: string;
  readonly document: "output" | "input";
  readonly pointers: readonly string[];
}

/** Compiled validators as the text of a module. */
export interface ValidatorCode {
  /** Values of the runtime the code uses. */
  readonly imports: readonly string[];
  readonly code: string;
  /** Those of the imported validators that it calls. */
  readonly imported: readonly string[];
  /** Whether the code takes values from a constant `schema`, which holds the schema of the output. */
  readonly usesSchema: boolean;
}

/** What the validators of one spec are compiled from. */
export interface ValidatorInput {
  readonly draft: Draft;
  readonly output: JsonSchema;
  readonly input?: JsonSchema;
  /** The draft of `input` where it is not that of the output. */
  readonly inputDraft?: Draft;
  readonly requests: readonly ValidatorRequest[];
  /** Validators that another module exports, by pointer into `output`: the name each has here. */
  readonly imported?: ReadonlyMap<string, string>;
}

/** Compiles validators to the text of a module. Equal places share one function. */
export function compileValidators(tools: ValidatorTools, given: ValidatorInput): ValidatorCode {
  const requestsFor = (document: "output" | "input"): readonly ValidatorRequest[] =>
    given.requests.filter((request) => request.document === document);
  const { draft, output, input, imported, inputDraft = draft } = given;
  const documents: readonly CompiledDocument[] = [
    compileDocument(tools, { draft, schema: output, requests: requestsFor("output"), imported, isOutput: true }),
    ...(input === undefined
      ? []
      : [
          compileDocument(tools, { draft: inputDraft, schema: input, requests: requestsFor("input"), isOutput: false }),
        ]),
  ];
  return {
    imported: [...new Set(documents.flatMap((document) => [...document.imported]))],
    usesSchema: documents.some(({ functions }) => functions.usesSchema),
    imports: [...new Set(documents.flatMap((document) => [...document.runtimeNames]))].sort(),
    code: documents.flatMap((document) => (document.exports.length === 0 ? [] : [documentText(document)])).join("\n\n"),
  };
}

interface DocumentInput {
  readonly draft: Draft;
  readonly schema: JsonSchema;
  readonly requests: readonly ValidatorRequest[];
  readonly imported?: ReadonlyMap<string, string> | undefined;
  readonly isOutput: boolean;
}

interface CompiledDocument {
  readonly isOutput: boolean;
  readonly functions: FunctionsText;
  /** The exported names, each with the name of its function. */
  readonly exports: readonly (readonly [string, string])[];
  readonly runtimeNames: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
}

/** The output's functions stand in the module itself; those of the input have the same names, so they stand apart. */
function documentText({ isOutput, functions, exports }: CompiledDocument): string {
  const code = escapeInvisible(functions.text);
  if (isOutput) return [...exports.map(([name, value]) => exportLine(name, value)), "", code].join("\n");
  return exports
    .map(([name, value]) => exportLine(name, `/* @__PURE__ */ (() => {\n${code}\nreturn ${value};\n})()`))
    .join("\n");
}

function exportLine(name: string, value: string): string {
  return `export const ${name}: Validate = ${value};`;
}

function compileDocument(tools: ValidatorTools, given: DocumentInput): CompiledDocument {
  try {
    return compileWith(tools, given, true);
  } catch (error) {
    // Many patterns in the wild have escapes such as `\_` that are only allowed without the flag `u`.
    if (!(error instanceof SyntaxError || /regular expression/i.test(String(error)))) throw error;
    return compileWith(tools, given, false);
  }
}

// Names that every object has, and so hasn't said itself.
const inheritedNames = Object.getOwnPropertyNames(Object.prototype).map((name) => JSON.stringify(name));

/** How ajv is set up for a document. */
interface Setup {
  readonly draft: Draft;
  readonly ownProperties: boolean;
  readonly unicodeRegExp: boolean;
  readonly tracksEvaluation: boolean;
}

/** An ajv instance with our keywords, and what these share for the document they are at. */
interface Compiler {
  readonly ajv: Ajv;
  readonly context: KeywordContext;
}

const compilers = new WeakMap<ValidatorTools, Map<string, Compiler>>();

/** An instance as if it were fresh: names count up, and the text of a document must not depend on what came before. */
function compilerFor(tools: ValidatorTools, setup: Setup, context: KeywordContext): Compiler {
  const known = compilers.get(tools) ?? new Map<string, Compiler>();
  compilers.set(tools, known);
  const key = JSON.stringify(setup);
  const compiler = known.get(key) ?? createCompiler(tools, setup, { ...context });
  known.set(key, compiler);
  tools.renew(compiler.ajv);
  Object.assign(compiler.context, context);
  return compiler;
}

function createCompiler(tools: ValidatorTools, setup: Setup, context: KeywordContext): Compiler {
  const { draft, ownProperties, unicodeRegExp, tracksEvaluation } = setup;
  const ajv = tools.create(draft, {
    allErrors: true,
    // Only the text of a function is wanted, so that the engine need not read it: it is given one that says nothing.
    code: { source: true, lines: true, optimize: true, process: () => "return () => true;" },
    inlineRefs: false,
    logger: false,
    messages: false,
    meta: false,
    ownProperties,
    strict: false,
    unicodeRegExp,
    validateSchema: false,
  });
  Object.assign(ajv.opts, { unevaluated: tracksEvaluation, dynamicRef: false });
  if (tracksEvaluation) mendUnevaluated(ajv, tools.parts);
  replaceKeywords(ajv, tools.parts, context);
  return { ajv, context };
}

function compileWith(tools: ValidatorTools, given: DocumentInput, unicodeRegExp: boolean): CompiledDocument {
  const text = JSON.stringify(given.schema);
  // What ajv keeps count of for `unevaluated*` is in the way where nothing asks for it; dynamic references are resolved.
  const tracksEvaluation = text.includes('"unevaluated');
  const imported = tracksEvaluation ? undefined : given.imported;
  const document = tracksEvaluation ? sayContainsAsEvaluated(given.schema, given.draft) : given.schema;
  const { schema, refs, pointers } = prepareDocument(document, given.draft, given.requests, imported);
  const ownProperties = inheritedNames.some((name) => text.includes(name));
  const called = new Set<SchemaEnv>();
  const runtimeNames = new Set<string>();
  const importedNames = new Set<string>();
  const setup: Setup = { draft: given.draft, ownProperties, unicodeRegExp, tracksEvaluation };
  const recursive = tracksEvaluation ? new Set<string>() : findRecursiveReferences(schema);
  const context = { document: schema, runtimeNames, importedNames, recursive, called, tracksEvaluation };
  const { ajv } = compilerFor(tools, setup, context);
  // The casts between the two types of JSON hold: ajv changes no schema.
  ajv.addSchema(schema as object, "document");
  const root = ajv.schemas["document"];
  if (root === undefined) throw new Error("ajv did not keep the schema it was given");
  const exports = given.requests.map(({ name }): readonly [string, string] => {
    const { ref } = followReference(schema, refs.get(name) ?? "#");
    if (ref === "#") ajv.getSchema("document");
    const env = ref === "#" ? root : tools.parts.resolveRef.call(ajv, root, root.baseId, ref);
    if (!(env instanceof tools.parts.SchemaEnv)) throw new Error(`the place ${ref} is nowhere in its document`);
    called.add(env);
    return [name, String(env.validateName)];
  });
  // A property named `__proto__` stands elsewhere in what was compiled than in what was authored.
  const own = given.isOutput && !text.includes('"__proto__"') ? pointers : new Map<object, string>();
  const functions = writeFunctions(called, { pointers: own, runtimeNames, passesContext: tracksEvaluation });
  return { isOutput: given.isOutput, functions, exports, runtimeNames, imported: importedNames };
}
