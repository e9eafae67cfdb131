import type { Ajv } from "ajv";
import type { Validate } from "../codec.ts";
import { assertedType } from "../schema/formats.ts";
import { schemaAtReference } from "../schema/ir/sources.ts";
import type { RowCheck } from "../schema/ir/table.ts";
import type { Draft, JsonSchema } from "../schema/json.ts";
import { mapSchemas, type SchemaObject, withoutKeywords } from "../schema/keywords.ts";
import { isRecord } from "../schema/pointer.ts";
import { compiling, createAjv } from "./ajv-instances.ts";
import { replaceReferences } from "./bounded-keywords.ts";
import { replaceUnions } from "./union-keywords.ts";

/** What is compiled for one schema. */
export interface ValidatorRequest {
  /** Name of the output, for errors. */
  readonly name: string;
  /** The schema; its references are pointers. */
  readonly document: JsonSchema;
  readonly draft: Draft;
  /** Rows that are judged on their own. */
  readonly checks: readonly RowCheck[];
}

/** The validators of one schema. */
export interface Validators {
  /** Judges the whole value. */
  readonly validate: Validate;
  /** Judge what stands at a row; each is compiled when it is first asked. */
  readonly checks: Readonly<Record<number, Validate>>;
}

/** Compiles the validators of a schema. Throws a `ConfigurationError` where none can be made. */
export function compileValidators({ name, document, draft, checks }: ValidatorRequest): Validators {
  const places = new Places(document, draft);
  const root = places.indexOf("#");
  const indexes = new Map(checks.map(({ row, sources }) => [row, sources.map((pointer) => places.indexOf(pointer))]));
  const schema = { [placesKeyword]: places.prepare() };
  const text = JSON.stringify(schema);
  const start = (unicodeRegExp: boolean): Compiler => {
    const ajv = createAjv(draft, {
      // What the optimiser saves at each call is less than it takes once, and not to be measured.
      code: { optimize: false },
      inlineRefs: false,
      meta: false,
      // A name such as `constructor` that a value hasn't said itself is not there.
      ownProperties: true,
      unicodeRegExp,
      validateSchema: false,
    });
    // What it keeps count of for `unevaluated…` is in the way where nothing asks for it; references are pointers.
    const unevaluated = text.includes('"unevaluated');
    Object.assign(ajv.opts, { unevaluated, dynamicRef: false });
    replaceUnions(ajv);
    if (!unevaluated && overlapping.test(text)) replaceReferences(ajv);
    ajv.addSchema(schema, documentKey);
    return { ajv, validate: compileAt(ajv, [root]) };
  };
  const { ajv, validate } = compiling(name, () => withEitherFlag(start));
  return {
    validate,
    checks: Object.fromEntries(
      [...indexes].map(([row, each]) => [row, compileLater(() => compiling(name, () => compileAt(ajv, each)))]),
    ),
  };
}

interface Compiler {
  readonly ajv: Ajv;
  readonly validate: Validate;
}

/** Keywords by which several schemas judge the same value; so does a reference beside other keywords. */
const overlapping =
  /"(?:allOf|anyOf|oneOf|not|if|dependentSchemas|dependencies|patternProperties|contains)":|"\$ref":"[^"]*",|,"\$ref":/;

const documentKey = "document";
const placesKeyword = "places";

/** Many patterns in the wild have escapes such as `\_` that are only allowed without the flag `u`. */
function withEitherFlag(start: (unicodeRegExp: boolean) => Compiler): Compiler {
  try {
    return start(true);
  } catch (error) {
    if (!(error instanceof SyntaxError || /regular expression/i.test(String(error)))) throw error;
    return start(false);
  }
}

function compileAt(ajv: Ajv, indexes: readonly number[]): Validate {
  const references = indexes.map((index) => ({ $ref: `${documentKey}#/${placesKeyword}/${index}` }));
  const [only] = references;
  // The cast holds: no schema here is asynchronous, as `$async` was taken out of it.
  return ajv.compile(references.length === 1 && only !== undefined ? only : { allOf: references }) as Validate;
}

/** A validator that is compiled at its first call. */
function compileLater(compile: () => Validate): Validate {
  let compiled: Validate | undefined;
  const judge: Validate = (value) => {
    compiled ??= compile();
    const isValid = compiled(value);
    judge.errors = compiled.errors;
    return isValid;
  };
  return judge;
}

/** The places of a document that something refers to: each is compiled to a function of its own. */
class Places {
  readonly #document: JsonSchema;
  readonly #draft: Draft;
  readonly #indexes = new Map<string, number>();

  constructor(document: JsonSchema, draft: Draft) {
    this.#document = document;
    this.#draft = draft;
  }

  indexOf(pointer: string): number {
    const index = this.#indexes.get(pointer) ?? this.#indexes.size;
    this.#indexes.set(pointer, index);
    return index;
  }

  /** Their schemas in order, as ajv shall see them. */
  prepare(): readonly JsonSchema[] {
    const prepared: JsonSchema[] = [];
    // The map grows while places are prepared that refer to others.
    for (const pointer of this.#indexes.keys()) {
      const schema = schemaAtReference(this.#document, pointer);
      const clean = schema !== undefined ? mapSchemas(schema, (inner) => this.#clean(inner)) : true;
      // The function ajv writes for the bare schema `false` is of another form than all others.
      prepared.push(clean === false ? { allOf: [false] } : clean);
    }
    return prepared;
  }

  /**
   * One schema with the same verdicts, and without what ajv would trip over or act on. A property named `__proto__`,
   * which ajv leaves out, is said as a pattern.
   */
  #clean(schema: SchemaObject): JsonSchema {
    const clean = withoutKeywords(schema, (keyword) => {
      if (left.has(keyword) || keyword.startsWith("x-")) return true;
      if (this.#draft === "draft-04" && newerThanDraft04.has(keyword)) return true;
      if (keyword === "id") return typeof schema["id"] === "string";
      if (keyword === "nullable") return schema["type"] === undefined;
      return keyword === "format" && assertedType(schema["format"]) === undefined;
    });
    const reference = clean["$ref"];
    const linked =
      typeof reference === "string" ? { ...clean, $ref: `#/${placesKeyword}/${this.indexOf(reference)}` } : clean;
    return withPatternForProto(linked);
  }
}

/** Keywords that mean nothing to a validator, or that ajv would act on. */
const left: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$anchor", "$comment", "$async", "$vocabulary", "$defs", "definitions"],
  ...["$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"],
  ...["title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly"],
  "discriminator",
]);

/** Keywords that say nothing in draft-04. */
const newerThanDraft04: ReadonlySet<string> = new Set(["const", "contains", "propertyNames", "if", "then", "else"]);

function withPatternForProto(schema: SchemaObject): SchemaObject {
  const { properties, patternProperties } = schema;
  if (!isRecord(properties) || !Object.hasOwn(properties, "__proto__")) return schema;
  const proto = Object.entries(properties).find(([name]) => name === "__proto__")?.[1] ?? true;
  return {
    ...schema,
    properties: withoutKeywords(properties, (name) => name === "__proto__"),
    patternProperties: { ...(isRecord(patternProperties) ? patternProperties : {}), "^__proto__$": proto },
  };
}
