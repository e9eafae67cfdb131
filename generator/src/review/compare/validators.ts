import type { Ajv, Options } from "ajv";
import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { formatChecks } from "../normal/format-checks.ts";
import { safeTest, toExpression } from "../normal/safe-pattern.ts";

/** Whether a value is valid; `undefined` when that cannot be found out safely. */
export type Validate = (value: Json) => boolean | undefined;

/** Compiles schemas for one comparison. */
export interface Validators {
  /** For a schema in the words of 2020-12. */
  modern(schema: JsonSchema): Validate;
  /** For a schema as it was written. */
  written(schema: JsonSchema, draft: Draft): Promise<Validate>;
}

/** A pattern that is not safe to run, or a text too long for it. */
class UnsafePatternError extends Error {
  override readonly name = "UnsafePatternError";
}

/** Stands for an expression and refuses to run where it may not come back. */
function guardedExpression(pattern: string): { test(text: string): boolean; toString(): string } {
  if (toExpression(pattern) === undefined) throw new SyntaxError("not a regular expression");
  return {
    // Expressions are told apart by their text.
    toString: () => `/${pattern}/`,
    test: (text) => {
      const matches = safeTest(pattern, text);
      if (matches === undefined) throw new UnsafePatternError(pattern);
      return matches;
    },
  };
}
// Only read for standalone code, which is not made here.
const expressionFactory: NonNullable<NonNullable<Options["code"]>["regExp"]> = Object.assign(guardedExpression, {
  code: "new RegExp",
});

const options: Options = {
  strict: false,
  validateSchema: false,
  validateFormats: true,
  logger: false,
  ownProperties: true,
  meta: false,
  addUsedSchema: false,
  // A comparison written out for every member takes long to compile.
  loopEnum: 16,
  // Code that is run a few thousand times is not worth polishing.
  code: { regExp: expressionFactory, optimize: false },
};

/** Creates the validators of one comparison, with formats asserted as the runtime asserts them. */
export async function createValidators(): Promise<Validators> {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const ajv = withFormats(new Ajv2020(options));
  const known = new Map<string, Validate>();
  const modern = (schema: JsonSchema): Validate => {
    const key = JSON.stringify(schema);
    const validate = known.get(key) ?? compileLater(ajv, schema);
    known.set(key, validate);
    return validate;
  };
  return {
    modern,
    written: async (schema, draft) =>
      draft === "2020-12" ? modern(schema) : compileLater(withFormats(await ajvOf(draft)), schema),
  };
}

/** Compiling takes longer than most questions: it is done at the first one. */
function compileLater(ajv: Compiler, schema: JsonSchema): Validate {
  let validate: Validate | undefined;
  return (value) => {
    validate ??= compile(ajv, schema);
    return validate(value);
  };
}

type Compiler = Pick<Ajv, "compile" | "addFormat" | "removeSchema">;

async function ajvOf(draft: Exclude<Draft, "2020-12">): Promise<Compiler> {
  switch (draft) {
    case "draft-04":
      return new (await import("ajv-draft-04")).default.default(options);
    case "draft-06":
    case "draft-07":
      return new (await import("ajv/dist/ajv.js")).default.default(options);
    case "2019-09":
      return new (await import("ajv/dist/2019.js")).Ajv2019(options);
  }
}

function withFormats(ajv: Compiler): Compiler {
  for (const [format, check] of formatChecks)
    if (check.type === "string") ajv.addFormat(format, { type: "string", validate: check.test });
    else ajv.addFormat(format, { type: "number", validate: check.test });
  return ajv;
}

function compile(ajv: Compiler, schema: JsonSchema): Validate {
  let run: ((value: unknown) => unknown) | undefined;
  try {
    run = ajv.compile(schema);
  } catch {
    return () => undefined; // What does not compile decides nothing.
  }
  const validate = run;
  return (value) => {
    try {
      const valid = validate(value);
      // Only "$async" does this, and it is refused where specs are checked.
      if (valid instanceof Promise) valid.catch(() => undefined);
      return typeof valid === "boolean" ? valid : undefined;
    } catch {
      return undefined;
    }
  };
}
