import type { Ajv, CodeKeywordDefinition, KeywordCxt, Name } from "ajv";
import type { Draft, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { mapSchemas } from "../../../runtime/src/schema/keywords.ts";
import { fragmentOf } from "../../../runtime/src/schema/pointer.ts";
import { containsBeside } from "../spec/unevaluated-contains.ts";
import type { AjvParts } from "./validator-tools.ts";

type Parts = Pick<AjvParts, "_">;

/**
 * Gives ajv its keywords anew where what it counts as evaluated is not what the drafts say: the condition of an `if` also
 * counts where there is neither `then` nor `else`, and only where it holds; `contains` does not evaluate all items; and
 * that all are may turn out only when the value is there. What their errors say stays what ajv has them say.
 */
export function mendUnevaluated(ajv: Ajv, parts: Parts): void {
  for (const definition of [conditional(parts), contains(ajv), unevaluatedItems(parts)]) {
    ajv.removeKeyword(definition.keyword as string);
    ajv.addKeyword(definition);
  }
}

/** `contains` as ajv has it, without its claim that all items are evaluated. */
function contains(ajv: Ajv): CodeKeywordDefinition {
  const original = ajv.getKeyword("contains");
  if (typeof original === "boolean" || !("code" in original)) throw new Error("ajv has no `contains` to mend");
  return {
    ...original,
    code(cxt: KeywordCxt) {
      const { items } = cxt.it;
      original.code(cxt);
      if (items === undefined) delete cxt.it.items;
      else cxt.it.items = items;
    },
  };
}

function conditional({ _ }: Parts): CodeKeywordDefinition {
  return {
    keyword: "if",
    schemaType: ["object", "boolean"],
    trackErrors: true,
    error: {
      message: "",
      params: ({ params }) => _`{failingKeyword: ${params["clause"]}}`,
    },
    code(cxt: KeywordCxt) {
      const { gen, parentSchema } = cxt;
      const valid = gen.let("valid", true);
      const clause = gen.let("clause");
      const holds = gen.name("_valid");
      const condition = { keyword: "if", compositeRule: true, createErrors: false, allErrors: false } as const;
      cxt.mergeValidEvaluated(cxt.subschema(condition, holds), holds);
      cxt.reset();
      const apply = (keyword: "then" | "else"): void => {
        if (parentSchema[keyword] === undefined) return;
        const fits = gen.name("_valid");
        const inner = cxt.subschema({ keyword }, fits);
        gen.assign(valid, fits);
        gen.assign(clause, _`${keyword}`);
        cxt.mergeValidEvaluated(inner, fits);
      };
      gen.if(
        holds,
        () => apply("then"),
        () => apply("else"),
      );
      cxt.setParams({ clause });
      cxt.pass(valid, () => cxt.error(true));
    },
  };
}

function unevaluatedItems({ _ }: Parts): CodeKeywordDefinition {
  return {
    keyword: "unevaluatedItems",
    type: "array",
    schemaType: ["boolean", "object"],
    error: {
      message: "",
      params: ({ params }) => _`{limit: ${params["len"]}}`,
    },
    code(cxt: KeywordCxt) {
      const { gen, schema, data, it } = cxt;
      // How many are evaluated, all of them, or a variable that holds one of the two.
      const evaluated: number | true | Name | undefined = it.items;
      it.items = true;
      if (evaluated === true || schema === true) return;
      const count = gen.const("len", _`${data}.length`);
      const isKnown = evaluated === undefined || typeof evaluated === "number";
      const from = isKnown
        ? (evaluated ?? 0)
        : gen.const("from", _`${evaluated} === true ? ${count} : ${evaluated} || 0`);
      if (schema === false) {
        cxt.setParams({ len: from });
        cxt.fail(_`${count} > ${from}`);
        return;
      }
      const valid = gen.var("valid", true);
      gen.forRange("i", from, count, (i) => {
        // 0 is ajv's way to say that the property is a number.
        cxt.subschema({ keyword: "unevaluatedItems", dataProp: i, dataPropType: 0 }, valid);
        if (it.allErrors !== true) gen.if(_`!${valid}`, () => gen.break());
      });
      cxt.ok(valid);
    },
  };
}

/**
 * Says in `unevaluatedItems` that items which fit a `contains` beside it count as evaluated: 2020-12 has it so, and ajv
 * keeps count only of how many items from the first on were seen.
 */
export function sayContainsAsEvaluated(document: JsonSchema, draft: Draft): JsonSchema {
  if (draft !== "2020-12") return document;
  return mapSchemas(document, (schema, pointer) => {
    const rest = schema["unevaluatedItems"];
    if (rest === undefined) return schema;
    const { always } = containsBeside(document, pointer.slice(1));
    if (always.length === 0) return schema;
    const fitting = always.map((place) => ({ $ref: `#${fragmentOf(place)}` }));
    return { ...schema, unevaluatedItems: { anyOf: [rest, ...fitting] } };
  });
}
