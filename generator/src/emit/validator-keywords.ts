import type { Ajv, Code, CodeKeywordDefinition, KeywordCxt } from "ajv";
import type { SchemaEnv } from "ajv/dist/compile/index.js";
import { formatFunctions } from "../../../runtime/src/schema/formats.ts";
import type { JsonSchema } from "../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../runtime/src/schema/pointer.ts";
import { callKeyword, followReference, isTiny } from "./validator-document.ts";
import type { AjvParts } from "./validator-tools.ts";
import { planUnion, type UnionPlan, type WireType } from "./validator-unions.ts";

/** What the keywords of one compilation share. They look it up when they write code: the next document has its own. */
export interface KeywordContext {
  readonly document: JsonSchema;
  /** Names of formats' functions and of other values of the runtime the code calls. */
  readonly runtimeNames: Set<string>;
  /** Names of imported validators the code calls. */
  readonly importedNames: Set<string>;
  /** References to schemas that lead back to themselves, where a value may be judged by several of their parts. */
  readonly recursive: ReadonlySet<string>;
  /** The schemas that became functions, as they are called. */
  readonly called: Set<SchemaEnv>;
  /** Whether ajv has to hand on more than the value: what was evaluated, dynamic anchors. Then its own `$ref` is used. */
  readonly tracksEvaluation: boolean;
}

/**
 * Replaces those keywords of ajv whose code is long or whose errors say too little.
 *
 * - `$ref` calls the other function with the value alone; where the value is, is added to its errors when there are any.
 *   (ajv spells the path before each call.) What is tiny is compiled in place.
 * - `anyOf` and `oneOf` look at the JSON type and the tag and judge by the one branch that can fit, as long as these
 *   tell the branches apart.
 * - `required` lists the missing names in one loop; `enum` and `format` call one function.
 */
export function replaceKeywords(ajv: Ajv, parts: AjvParts, context: KeywordContext): void {
  const keywords = [
    requiredKeyword(parts),
    enumKeyword(parts, context),
    formatKeyword(parts, context),
    importedCallKeyword(parts, context),
    uniqueItemsKeyword(parts, context),
    unionKeyword("anyOf", parts, context),
    unionKeyword("oneOf", parts, context),
    ...(context.tracksEvaluation ? [] : [refKeyword(parts, context)]),
  ];
  for (const keyword of keywords) {
    ajv.removeKeyword(String(keyword.keyword));
    ajv.addKeyword(keyword);
  }
}

function requiredKeyword({ _, or, getProperty }: AjvParts): CodeKeywordDefinition {
  return {
    keyword: "required",
    type: "object",
    schemaType: "array",
    error: { message: "", params: ({ params }) => _`{missingProperty: ${params["missingProperty"]}}` },
    code(cxt) {
      const { gen, data, it, schemaCode } = cxt;
      // The cast holds: the draft's meta-schema was checked before.
      const names = cxt.schema as readonly string[];
      const isMissing = (name: string | Code): Code => {
        const value = typeof name === "string" ? getProperty(name) : _`[${name}]`;
        const absent = _`${data}${value} === undefined`;
        return it.opts.ownProperties === true ? or(absent, _`!Object.hasOwn(${data}, ${name})`) : absent;
      };
      const report = (missingProperty: string | Code): void =>
        cxt.error(false, { missingProperty: _`${missingProperty}` });
      const [first, ...others] = names;
      if (first === undefined) return;
      if (others.length === 0) gen.if(isMissing(first), () => report(first));
      else {
        gen.if(or(...names.map(isMissing)), () =>
          gen.forOf("name", schemaCode as Code, (name) => gen.if(isMissing(name), () => report(name))),
        );
      }
    },
  };
}

function enumKeyword({ _, or, Name }: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  return {
    keyword: "enum",
    schemaType: "array",
    error: { message: "", params: ({ schemaCode }) => _`{allowedValues: ${schemaCode}}` },
    code(cxt) {
      const { data, schemaCode } = cxt;
      // The cast holds: the draft's meta-schema was checked before.
      const values = cxt.schema as readonly unknown[];
      const isScalar = (value: unknown): boolean => typeof value !== "object" || value === null;
      if (!values.every(isScalar)) {
        context.runtimeNames.add("equal");
        cxt.pass(_`${schemaCode}.some((value) => ${new Name("equal")}(${data}, value))`);
      } else if (values.length > 3) cxt.pass(_`${schemaCode}.includes(${data})`);
      else cxt.pass(or(...values.map((value) => _`${data} === ${value as string | number | boolean | null}`)));
    },
  };
}

function formatKeyword({ _, Name }: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  return {
    keyword: "format",
    type: ["number", "string"],
    schemaType: "string",
    error: { message: "", params: ({ schemaCode }) => _`{format: ${schemaCode}}` },
    code(cxt, ruleType) {
      const format = formatFunctions[String(cxt.schema)];
      if (format === undefined || format.type !== ruleType) return;
      context.runtimeNames.add(format.name);
      cxt.pass(_`${new Name(format.name)}(${cxt.data})`);
    },
  };
}

function importedCallKeyword(parts: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  return {
    keyword: callKeyword,
    schemaType: "object",
    code(cxt) {
      const name = String(cxt.schema.name);
      context.importedNames.add(name);
      // Whether it leads back to here, only the other module knows.
      emitCall(cxt, new parts.Name(name), cxt.it.compositeRule === true, parts, context);
    },
  };
}

function uniqueItemsKeyword({ _, Name }: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  return {
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "", params: ({ params }) => _`{i: ${params["found"]}[0], j: ${params["found"]}[1]}` },
    code(cxt) {
      if (cxt.schema !== true) return;
      context.runtimeNames.add("findRepeated");
      const found = cxt.gen.const("repeated", _`${new Name("findRepeated")}(${cxt.data})`);
      cxt.setParams({ found });
      cxt.pass(_`${found} === undefined`);
    },
  };
}

function refKeyword(parts: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  return {
    keyword: "$ref",
    schemaType: "string",
    code(cxt) {
      const { gen, it } = cxt;
      const { ref, target } = followReference(context.document, String(cxt.schema));
      if (isTiny(target)) {
        const topSchemaRef = gen.scopeValue("schema", { ref: target, code: parts.stringify(target) });
        const place = { schema: target, schemaPath: parts.nil, topSchemaRef, errSchemaPath: ref };
        cxt.subschema(place, gen.name("valid"));
        return;
      }
      const callee = parts.resolveRef.call(it.self, it.schemaEnv.root, it.baseId, ref);
      if (!(callee instanceof parts.SchemaEnv) || callee.validateName === undefined) {
        throw new Error(`the reference ${ref} leads nowhere`);
      }
      context.called.add(callee);
      emitCall(cxt, callee.validateName, context.recursive.has(ref), parts, context);
    },
  };
}

/** Calls a function with the value, and takes over its errors. */
function emitCall(
  { gen, data, it }: KeywordCxt,
  callee: Code,
  isRemembered: boolean,
  parts: AjvParts,
  context: KeywordContext,
): void {
  const { _, names, strConcat } = parts;
  context.runtimeNames.add("issuesAt");
  if (isRemembered) context.runtimeNames.add("remembered");
  const verdict = isRemembered ? _`${new parts.Name("remembered")}(${callee}, ${data})` : _`${callee}(${data})`;
  gen.if(_`!${verdict}`, () => {
    const path = context.tracksEvaluation ? strConcat(names.instancePath, it.errorPath) : it.errorPath;
    gen.assign(names.vErrors, _`${new parts.Name("issuesAt")}(${path}, ${callee}.errors, ${names.vErrors})`);
    gen.assign(names.errors, _`${names.vErrors}.length`);
  });
}

function unionKeyword(keyword: "anyOf" | "oneOf", parts: AjvParts, context: KeywordContext): CodeKeywordDefinition {
  const { _ } = parts;
  return {
    keyword,
    schemaType: "array",
    trackErrors: true,
    error: { message: "", params: ({ params }) => params["issue"] as Code },
    code(cxt) {
      // The cast holds: the draft's meta-schema was checked before.
      const branches = cxt.schema as readonly JsonSchema[];
      const all = branches.map((_branch, index) => index);
      const canChoose = !context.tracksEvaluation && cxt.it.opts.ownProperties !== true;
      const plan = canChoose ? planUnion(context.document, branches) : undefined;
      if (plan === undefined) emitTrial(cxt, all, parts);
      else emitChoice(cxt, plan, parts);
    },
  };

  /** Looks at the JSON type, then at the tag, and judges by what is left. */
  function emitChoice(cxt: KeywordCxt, plan: UnionPlan, { or, getProperty }: AjvParts): void {
    const { gen, data, schema } = cxt;
    const branches = schema as readonly JsonSchema[];
    gen.if(false);
    for (const { types, indexes, tag } of plan.groups) {
      gen.elseIf(or(...types.map((type) => isOfType(data, type))));
      const [only = 0, ...others] = indexes;
      if (tag !== undefined) emitTagged(tag);
      else if (others.length > 0) emitTrial(cxt, indexes, parts);
      else if (!saysOnlyTypes(branches[only] ?? true)) judge(only);
    }
    gen.else();
    report("type", _`{type: ${parts.stringify(plan.types.length === 1 ? plan.types[0] : plan.types)}}`);
    gen.endIf();

    function emitTagged({ name, values }: NonNullable<UnionPlan["groups"][number]["tag"]>): void {
      const value = gen.const("tag", _`${data}${getProperty(name)}`);
      gen.if(false);
      for (const [index, tags] of values) {
        gen.elseIf(or(...tags.map((tag) => _`${value} === ${tag}`)));
        judge(index);
      }
      gen.elseIf(_`${value} === undefined`);
      report("required", _`{missingProperty: ${name}}`);
      gen.else();
      report("enum", _`{allowedValues: ${parts.stringify([...values.values()].flat())}}`, name);
      gen.endIf();
    }

    function judge(schemaProp: number): void {
      cxt.subschema({ keyword, schemaProp }, gen.name("valid"));
    }

    function report(name: string, issue: Code, property?: string): void {
      // An error is named after its keyword; here it is that of another, which says what is wrong.
      const named: KeywordCxt = Object.create(cxt, { keyword: { value: name } });
      // The cast makes up for a type: ajv takes a property's name here, and escapes it.
      named.error(false, { issue }, property === undefined ? {} : { instancePath: property as unknown as Code });
    }
  }

  function isOfType(data: Code, type: WireType): Code {
    switch (type) {
      case "null":
        return _`${data} === null`;
      case "array":
        return _`Array.isArray(${data})`;
      case "object":
        return _`${data} && typeof ${data} == "object" && !Array.isArray(${data})`;
      default:
        return _`typeof ${data} == ${type}`;
    }
  }

  /** Tries each branch, as ajv does, and says with the error how many issues each of them had: they stand before it. */
  function emitTrial(cxt: KeywordCxt, indexes: readonly number[], { names, not }: AjvParts): void {
    const { gen, errsCount } = cxt;
    const passing = gen.let("passing", 0);
    const isValid = gen.name("_valid");
    const ends: Code[] = [];
    const counts = indexes.map(() => gen.let("end", errsCount));
    gen.block(() => {
      for (const [position, schemaProp] of indexes.entries()) {
        const branch = cxt.subschema({ keyword, schemaProp, compositeRule: true }, isValid);
        const end = counts[position];
        if (end !== undefined) ends.push(end);
        gen.if(isValid, () => {
          gen.code(_`${passing}++`);
          cxt.mergeEvaluated(branch, parts.Name);
        });
        if (end !== undefined) gen.assign(end, names.errors);
        if (keyword === "anyOf" && !context.tracksEvaluation) gen.if(not(isValid));
      }
    });
    const start = errsCount ?? _`0`;
    const lengths = ends.map((end, position) => _`${end} - ${ends[position - 1] ?? start}`);
    const issue = _`{branches: [${lengths.reduce((list, length) => _`${list}, ${length}`)}], passing: ${passing}}`;
    const isInvalid = keyword === "anyOf" ? _`${passing} === 0` : _`${passing} !== 1`;
    gen.if(
      isInvalid,
      () => cxt.error(true, { issue }),
      () => cxt.reset(),
    );
  }
}

/** Whether a branch says nothing but which JSON types it takes. */
function saysOnlyTypes(branch: JsonSchema): boolean {
  if (!isRecord(branch)) return branch;
  return Object.keys(branch).every((key) => key === "type") && ![branch["type"]].flat().includes("integer");
}
