import type { Ajv as AjvInstance, Options } from "ajv";
import { canonicalJson, isObject, mapSchemas, type SchemaObject, withoutKeywords } from "../ir/keywords.ts";
import { formatFunctions } from "../spec/formats.ts";
import type { Draft, Json, JsonSchema } from "../spec/resolved-spec.ts";
import { escapeInvisible, valueLiteral } from "./layout.ts";

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
}

/** The loaded ajv classes. An instance costs next to nothing once its meta-schema is left out. */
export interface ValidatorTools {
  create(draft: Draft, options: Options): AjvInstance;
  standaloneCode(ajv: AjvInstance, refs: Readonly<Record<string, string>>): string;
  readonly code: typeof import("ajv")._;
}

/** Loads {@link ValidatorTools}. */
export async function loadValidatorTools(): Promise<ValidatorTools> {
  const [ajv, ajv2019, ajv2020, ajv04, standalone] = await Promise.all([
    import("ajv"),
    import("ajv/dist/2019.js"),
    import("ajv/dist/2020.js"),
    import("ajv-draft-04"),
    import("ajv/dist/standalone/index.js"),
  ]);
  const classes = {
    "draft-04": ajv04.default.default,
    "draft-06": ajv.Ajv,
    "draft-07": ajv.Ajv,
    "2019-09": ajv2019.Ajv2019,
    "2020-12": ajv2020.Ajv2020,
  };
  return {
    create: (draft, options) => new classes[draft](options),
    standaloneCode: (ajv, refs) => standalone.default.default(ajv, refs),
    code: ajv._,
  };
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

/**
 * Compiles validators to the text of a module.
 *
 * A fresh ajv instance for each spec: its names count up, and with a shared one the text would depend on which specs
 * came before.
 */
export function compileValidators(tools: ValidatorTools, given: ValidatorInput): ValidatorCode {
  const { draft, input, inputDraft = draft, requests } = given;
  if (input === undefined || inputDraft === draft) return compileOneDraft(tools, given);
  const ofOutput = requests.filter((request) => request.document === "output");
  const compiled = compileOneDraft(tools, { draft, output: given.output, requests: ofOutput });
  const others = requests
    .filter((request) => request.document === "input")
    .map((request) => {
      const alone = { draft: inputDraft, output: input, requests: [{ ...request, document: "output" as const }] };
      return { name: request.name, ...compileOneDraft(tools, alone) };
    });
  return {
    imports: [...new Set([...compiled.imports, ...others.flatMap(({ imports }) => imports)])].sort(),
    code: [compiled.code, ...others.map(({ name, code }) => inScope(name, code))].join("\n"),
  };
}

/** A module with one validator as a constant: two instances of ajv give different things the same names. */
function inScope(name: string, code: string): string {
  const exported = /^export const \w+: Validate = (\w+);\n?/m;
  const inner = exported.exec(code)?.[1] ?? "";
  return `export const ${name}: Validate = /* @__PURE__ */ (() => {\n${code.replace(exported, "")}\nreturn ${inner};\n})();`;
}

function compileOneDraft(tools: ValidatorTools, given: ValidatorInput): ValidatorCode {
  try {
    return compileWith(tools, given, true);
  } catch (error) {
    // Many patterns in the wild have escapes such as `\_` that are only allowed without the flag `u`.
    if (!(error instanceof SyntaxError || /regular expression/i.test(String(error)))) throw error;
    return compileWith(tools, given, false);
  }
}

function compileWith(tools: ValidatorTools, given: ValidatorInput, unicodeRegExp: boolean): ValidatorCode {
  const ajv = tools.create(given.draft, {
    allErrors: true,
    code: { source: true, esm: true, lines: true, optimize: true, formats: tools.code`formats` },
    logger: false,
    meta: false,
    ownProperties: true,
    strict: false,
    unicodeRegExp,
    validateSchema: false,
  });
  // What ajv keeps count of for `unevaluated*` and `$dynamicRef` is in the way where nothing asks for it.
  const text = JSON.stringify([given.output, given.input ?? true]);
  Object.assign(ajv.opts, {
    unevaluated: text.includes('"unevaluated'),
    dynamicRef: text.includes('"$dynamicRef"') || text.includes('"$recursiveRef"'),
  });
  for (const [name, { type }] of Object.entries(formatFunctions)) {
    if (type === "number") ajv.addFormat(name, { type, validate: () => true });
    else ajv.addFormat(name, { type, validate: () => true });
  }
  ajv.addSchema(cleanSchema(given.output, given.draft) as SchemaObject, "output");
  if (given.input !== undefined) ajv.addSchema(cleanSchema(given.input, given.draft) as SchemaObject, "input");
  const refs: Record<string, string> = {};
  for (const request of given.requests) {
    const [only] = request.pointers;
    const targets = request.pointers.map((pointer) => `${request.document}${encodePointer(pointer)}`);
    if (request.pointers.length === 1 && only === "#") refs[request.name] = request.document;
    else {
      ajv.addSchema({ allOf: targets.map(($ref) => ({ $ref })) }, request.name);
      refs[request.name] = request.name;
    }
  }
  return withOurImports(tools.standaloneCode(ajv, refs));
}

/** A pointer as the fragment of a reference. */
function encodePointer(pointer: string): string {
  return pointer === "#" ? "#" : `#${pointer.slice(1).split("/").map(encodeURIComponent).join("/")}`;
}

/** Keywords ajv would act on and we do not want it to, or that mean nothing to a validator. */
const left: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$comment", "$async", "$vocabulary"],
  ...["title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"],
]);

/**
 * The schema as ajv shall see it: same verdicts, without what it would trip over. Ids are gone because references are
 * pointers by now; a property named `__proto__`, which ajv leaves out, is said as a pattern.
 */
function cleanSchema(document: JsonSchema, draft: Draft): JsonSchema {
  return mapSchemas(document, (schema) => {
    const clean = withoutKeywords(schema, (keyword) => {
      if (left.has(keyword) || keyword.startsWith("x-")) return true;
      if (keyword === "id") return draft === "draft-04" || typeof schema["id"] === "string";
      if (keyword === "nullable") return schema["type"] === undefined;
      if (keyword === "discriminator") return true;
      return (
        keyword === "format" &&
        !(typeof schema["format"] === "string" && Object.hasOwn(formatFunctions, schema["format"]))
      );
    });
    return withoutDuplicates(withPatternForProto(clean));
  });
}

function withPatternForProto(schema: SchemaObject): SchemaObject {
  const { properties, patternProperties } = schema;
  if (!isObject(properties) || !Object.hasOwn(properties, "__proto__")) return schema;
  const proto = Object.entries(properties).find(([name]) => name === "__proto__")?.[1] ?? true;
  return {
    ...schema,
    properties: withoutKeywords(properties, (name) => name === "__proto__"),
    patternProperties: { ...(isObject(patternProperties) ? patternProperties : {}), "^__proto__$": proto },
  };
}

/** ajv refuses an `enum` with a value twice; the second says nothing. */
function withoutDuplicates(schema: SchemaObject): SchemaObject {
  const values = schema["enum"];
  if (!Array.isArray(values)) return schema;
  const once = new Map(values.map((value: Json) => [canonicalJson(value), value]));
  return once.size === values.length ? schema : { ...schema, enum: [...once.values()] };
}

const required = /require\("ajv\/dist\/runtime\/(equal|ucs2length)"\)\.default/g;
const format = /\bformats(?:\.([A-Za-z_$][\w$]*)|\["([^"]+)"\])/g;

/** Replaces what ajv would `require` by imports from our runtime. */
function withOurImports(code: string): ValidatorCode {
  const imports = new Set<string>();
  const text = code
    .replace(/^"use strict";\n?/, "")
    .replaceAll(/^export const (\w+) = (\w+);$/gm, "export const $1: Validate = $2;")
    // A key named `__proto__` would set the prototype of the literal.
    .replaceAll(
      /^(const schema\d+ = )(.*"__proto__".*);$/gm,
      (_line, head: string, json: string) => `${head}${valueLiteral(JSON.parse(json))};`,
    )
    .replaceAll(required, (_match, name: string) => {
      imports.add(name);
      return name;
    })
    .replaceAll(/^(const formats\d+ = )(.*);$/gm, (_line, head: string, value: string) => {
      const rewritten = value.replaceAll(format, (match, dotted?: string, quoted?: string) => {
        const known = formatFunctions[dotted ?? quoted ?? ""];
        if (known === undefined) throw new Error(`the compiled validator asks for the unknown format ${match}`);
        imports.add(known.name);
        return `{ validate: ${known.name} }`;
      });
      return `${head}${rewritten};`;
    });
  // Only lines of ajv's own form: a text of the schema may speak of anything.
  const unknown = /^const \w+ = (require\([^)]*\))/m.exec(text);
  if (unknown !== null) throw new Error(`ajv asks for a module we do not replace: ${unknown[1]}`);
  return { imports: [...imports].sort(), code: escapeInvisible(text.trim()) };
}
