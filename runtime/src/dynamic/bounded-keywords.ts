import { _, type Ajv, type CodeKeywordDefinition, type CodeOptions, Name } from "ajv";
import { strConcat } from "ajv/dist/compile/codegen/index.js";
import { resolveRef, SchemaEnv } from "ajv/dist/compile/index.js";
import { issuesAt } from "../validation/ajv-helpers.ts";
import { findRepeated } from "../validation/find-repeated.ts";
import { createPattern, judgeRunning } from "../validation/patterns/bounded-pattern.ts";
import { remembered } from "../validation/remembered.ts";

// What takes time in proportion to a value in generated code takes no longer here.

type PatternEngine = NonNullable<CodeOptions["regExp"]>;

/** Makes a pattern as a validator runs it: by the platform only where that takes no longer than the text is. */
export const patternEngine: PatternEngine = /* @__PURE__ */ Object.assign(
  (pattern: string, flags: string): ReturnType<PatternEngine> => {
    // Throws where it is none with this flag.
    const native = new RegExp(pattern, flags);
    const flag = flags === "u" ? "u" : "";
    if (judgeRunning(pattern, flag) === "natively") return native;
    // By this text ajv knows which patterns are the same.
    return Object.assign(createPattern(pattern, flag), { toString: () => String(native) });
  },
  { code: "createPattern" },
);

/** Has lists judged in one pass that must not have an item twice; ajv compares each item with each other. */
export function replaceUniqueItems(ajv: Ajv): void {
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword(uniqueItems);
}

const uniqueItems: CodeKeywordDefinition = {
  keyword: "uniqueItems",
  type: "array",
  schemaType: "boolean",
  error: { message: "", params: ({ params }) => _`{i: ${params["found"]}[0], j: ${params["found"]}[1]}` },
  code(cxt) {
    if (cxt.schema !== true) return;
    const find = cxt.gen.scopeValue("func", { ref: findRepeated });
    const found = cxt.gen.const("repeated", _`${find}(${cxt.data})`);
    cxt.setParams({ found });
    cxt.pass(_`${found} === undefined`);
  },
};

/**
 * Has each value judged once by what a reference leads to. Nothing may ask for `unevaluated…`: then more than a verdict is
 * handed on.
 */
export function replaceReferences(ajv: Ajv): void {
  ajv.removeKeyword("$ref");
  ajv.addKeyword(reference);
}

/** Variables of every function ajv writes. */
const [vErrors, errors, instancePath] = [new Name("vErrors"), new Name("errors"), new Name("instancePath")];

const reference: CodeKeywordDefinition = {
  keyword: "$ref",
  schemaType: "string",
  code({ gen, schema, data, it }) {
    const target = resolveRef.call(it.self, it.schemaEnv.root, it.baseId, String(schema));
    if (!(target instanceof SchemaEnv)) throw new Error(`the reference ${String(schema)} leads nowhere`);
    const validate =
      target.validate === undefined
        ? _`${gen.scopeValue("wrapper", { ref: target })}.validate`
        : gen.scopeValue("validate", { ref: target.validate });
    const ask = gen.scopeValue("func", { ref: remembered });
    const join = gen.scopeValue("func", { ref: issuesAt });
    gen.if(_`!${ask}(${validate}, ${data})`, () => {
      gen.assign(vErrors, _`${join}(${strConcat(instancePath, it.errorPath)}, ${validate}.errors, ${vErrors})`);
      gen.assign(errors, _`${vErrors}.length`);
    });
  },
};
