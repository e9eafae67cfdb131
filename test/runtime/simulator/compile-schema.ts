import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Schema } from "@outspec/runtime/testing";
import { Ajv, type AnySchemaObject, type Options, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";

/** Compiles a schema with the ajv of its draft; `undefined` when ajv does not take it. */
export function compileSchema(schema: Schema): ValidateFunction | undefined {
  const uri = typeof schema === "object" && typeof schema["$schema"] === "string" ? schema["$schema"] : "";
  const options: Options = { strict: false, allErrors: false, logger: false, validateSchema: false };
  const ajv = uri.includes("draft-04")
    ? new Ajv04.default(options)
    : uri.includes("2020-12")
      ? new Ajv2020(options)
      : uri.includes("2019-09")
        ? new Ajv2019(options)
        : new Ajv(options);
  // ajv-formats is typed for the main class; the others differ in their vocabularies only.
  addFormats.default(ajv as Ajv);
  if (uri.includes("draft-06")) ajv.addMetaSchema(draft06);
  try {
    return ajv.compile(withoutAsync(schema) as AnySchemaObject);
  } catch {
    return undefined;
  }
}

const draft06 = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../node_modules/ajv/dist/refs/json-schema-draft-06.json"), "utf8"),
) as AnySchemaObject;

/** With `$async` ajv answers with a promise; the verdict is the same without. */
function withoutAsync(schema: Schema): Schema {
  if (typeof schema !== "object") return schema;
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$async"));
}
