import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import Draft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";

/** Says whether a value is valid; `undefined` where that cannot be found out. */
export type Verdict = (value: Json) => boolean | undefined;

type Compiler = Pick<Ajv, "compile" | "addFormat" | "removeSchema">;

const options = {
  strict: false,
  logger: false,
  validateSchema: false,
  ownProperties: true,
  addUsedSchema: false,
  meta: false,
  // Most judges are asked a few hundred times at most, which takes less long than to polish their code.
  code: { optimize: false },
} as const;

// A compiler keeps the names of all it ever compiled, even when it is told to forget the schemas.
const mostCompiled = 200;
const known = new Map<Draft, { readonly ajv: Compiler; compiled: number }>();

/** A validator of a draft that shares nothing with the product: ajv as it comes, formats by ajv-formats. */
export function judgeOf(schema: JsonSchema, draft: Draft): Verdict {
  const ajv = compilerOf(draft);
  // Nothing is remembered of other schemas.
  ajv.removeSchema();
  try {
    const validate = ajv.compile(schema);
    return (value) => validate(value) === true;
  } catch {
    return () => undefined;
  }
}

/** The compiler of a draft: one serves many schemas, for it takes long to make. */
function compilerOf(draft: Draft): Compiler {
  const last = known.get(draft);
  if (last !== undefined && last.compiled < mostCompiled) {
    last.compiled++;
    return last.ajv;
  }
  const ajv = createAjv(draft);
  addFormats.default(ajv as Ajv);
  known.set(draft, { ajv, compiled: 1 });
  return ajv;
}

function createAjv(draft: Draft): Compiler {
  switch (draft) {
    case "draft-04":
      return new Draft04.default(options);
    case "draft-06":
    case "draft-07":
      return new Ajv(options);
    case "2019-09":
      return new Ajv2019(options);
    case "2020-12":
      return new Ajv2020(options);
  }
}
