import type { Ajv as AjvCore, ErrorObject, Options } from "ajv";
import type { Draft, Json } from "../../../runtime/src/schema/json.ts";

/** What we use of an ajv instance. */
export type Ajv = Pick<AjvCore, "compile" | "getSchema" | "addMetaSchema">;

const instances = new Map<Draft, Promise<Ajv>>();

/** Lenient about style, because style is judged elsewhere; thorough, because all findings are wanted at once. */
const options: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  validateSchema: false,
  validateFormats: false,
  logger: false,
  ownProperties: true,
};

/** The shared ajv instance that knows a draft's meta-schema. Loaded at first use: an instance costs 40 to 230 ms. */
function ajvWithMetaSchema(draft: Draft): Promise<Ajv> {
  const existing = instances.get(draft);
  if (existing !== undefined) return existing;
  const instance = createAjv(draft, {});
  instances.set(draft, instance);
  return instance;
}

/** A fresh ajv instance without meta-schema, for schemas that have been checked already. Cheap. */
export function ajvForCheckedSchemas(draft: Draft): Promise<Ajv> {
  return createAjv(draft, { meta: false });
}

async function createAjv(draft: Draft, more: Options): Promise<Ajv> {
  const all = { ...options, ...more };
  switch (draft) {
    case "draft-04":
      return new (await import("ajv-draft-04")).default.default(all);
    case "draft-06": {
      const ajv = new (await import("ajv/dist/ajv.js")).default.default(all);
      if (more.meta !== false)
        ajv.addMetaSchema(
          (await import("ajv/dist/refs/json-schema-draft-06.json", { with: { type: "json" } })).default,
        );
      return ajv;
    }
    case "draft-07":
      return new (await import("ajv/dist/ajv.js")).default.default(all);
    case "2019-09":
      return new (await import("ajv/dist/2019.js")).Ajv2019(all);
    case "2020-12":
      return new (await import("ajv/dist/2020.js")).Ajv2020(all);
  }
}

/** Checks a schema against the meta-schema of its draft. */
export async function metaSchemaErrors(
  draft: Draft,
  metaSchemaUrl: string,
  schema: Json,
): Promise<readonly ErrorObject[]> {
  const ajv = await ajvWithMetaSchema(draft);
  const validate = ajv.getSchema(metaSchemaUrl) ?? ajv.getSchema(metaSchemaUrl.replace(/#$/, ""));
  if (validate === undefined) throw new Error(`the meta-schema of ${draft} is not loaded`);
  return validate(schema) === true ? [] : (validate.errors ?? []);
}
