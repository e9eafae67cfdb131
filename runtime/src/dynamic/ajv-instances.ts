import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { ConfigurationError, OutspecError } from "../errors.ts";
import { assertedType } from "../schema/formats.ts";
import type { Draft } from "../schema/json.ts";
import { formats, numberFormats } from "../validation/formats.ts";
import { patternEngine, replaceUniqueItems } from "./bounded-keywords.ts";

/** Makes an ajv for schemas of a draft that asserts the formats of this package. */
export function createAjv(draft: Draft, options: Options): Ajv {
  const code = { ...options.code, regExp: patternEngine };
  const ajv = new classes[draft]({ allErrors: true, logger: false, messages: false, strict: false, ...options, code });
  replaceUniqueItems(ajv);
  for (const [name, validate] of Object.entries(formats)) {
    if (assertedType(name) === "string") ajv.addFormat(name, { type: "string", validate });
  }
  for (const [name, validate] of Object.entries(numberFormats)) {
    if (assertedType(name) === "number") ajv.addFormat(name, { type: "number", validate });
  }
  return ajv;
}

// What draft-07 added to older ones takes nothing away from them, once they are said in its words.
const classes = { "draft-04": Ajv, "draft-06": Ajv, "draft-07": Ajv, "2019-09": Ajv2019, "2020-12": Ajv2020 };

/** Compiles something, and says what a failure means and what to do about it. Throws a `ConfigurationError`. */
export function compiling<R>(name: string, compile: () => R): R {
  try {
    return compile();
  } catch (cause) {
    if (OutspecError.is(cause)) throw cause;
    throw new ConfigurationError(reasonOf(name, cause), { cause });
  }
}

function reasonOf(name: string, cause: unknown): string {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  // The error of another realm is no instance of this one's class.
  if (error.name === "EvalError") {
    return (
      `the validator of ${name} cannot be compiled here: this environment forbids code generation at run time ` +
      "(a strict Content-Security-Policy, or an edge runtime): write the schema into a spec and run `outspec generate`, " +
      "whose code needs none"
    );
  }
  if (error instanceof RangeError) {
    return (
      `the schema of ${name} is too deep to be compiled: let fewer schemas follow one from ` +
      "another through references and nesting"
    );
  }
  return `the schema of ${name} cannot be compiled: ${error.message.slice(0, 300)}`;
}
