import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv";

/** The count of issues so far, in every function ajv writes. */
const errors = new Name("errors");

/**
 * Gives ajv its unions anew, so that their issues say how many issues each branch had: what is told to people, and to a
 * model that is asked again, is then about the branch that was meant.
 */
export function replaceUnions(ajv: Ajv): void {
  for (const keyword of ["anyOf", "oneOf"] as const) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword(unionKeyword(keyword));
  }
}

function unionKeyword(keyword: "anyOf" | "oneOf"): CodeKeywordDefinition {
  return {
    keyword,
    schemaType: "array",
    trackErrors: true,
    // Where it stood: what counts what unions have evaluated comes after them.
    before: "allOf",
    error: {
      message: "",
      params: ({ params }) => _`{branches: ${params["branches"]}, passing: ${params["passing"]}}`,
    },
    code(cxt: KeywordCxt) {
      const { gen, it } = cxt;
      // The cast holds by `schemaType`.
      const branches = cxt.schema as readonly unknown[];
      const counts = gen.const("branches", _`[]`);
      const passing = gen.let("passing", 0);
      const fits = gen.name("_valid");
      cxt.setParams({ branches: counts, passing });
      gen.block(() => {
        for (const index of branches.keys()) {
          // One is enough, unless it matters what the others have looked at.
          if (keyword === "anyOf" && index > 0 && it.opts.unevaluated !== true) gen.if(_`${passing} === 0`);
          const before = gen.const("before", errors);
          const inner = cxt.subschema({ keyword, schemaProp: index, compositeRule: true }, fits);
          gen.code(_`${counts}.push(${errors} - ${before})`);
          gen.if(fits, () => {
            gen.code(_`${passing}++`);
            cxt.mergeEvaluated(inner, Name);
          });
        }
      });
      cxt.result(
        keyword === "anyOf" ? _`${passing} > 0` : _`${passing} === 1`,
        () => cxt.reset(),
        () => cxt.error(true),
      );
    },
  };
}
