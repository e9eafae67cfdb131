import type { Ajv, Options } from "ajv";
import type { Draft } from "../../../runtime/src/schema/json.ts";

type CodeGeneration = typeof import("ajv/dist/compile/codegen/index.js");
type Compilation = typeof import("ajv/dist/compile/index.js");

/** What our own keywords are written with. */
export interface AjvParts
  extends Pick<CodeGeneration, "_" | "Name" | "getProperty" | "nil" | "not" | "or" | "strConcat" | "stringify">,
    Pick<Compilation, "resolveRef" | "SchemaEnv"> {
  /** Variables of every function ajv writes: its issues so far or null, how many they are, and where the value is. */
  readonly names: Readonly<Record<"vErrors" | "errors" | "instancePath", InstanceType<CodeGeneration["Name"]>>>;
}

/** The loaded ajv classes. */
export interface ValidatorTools {
  /** Makes an instance, which takes longer than compiling a small schema. */
  create(draft: Draft, options: Options): Ajv;
  /** Brings an instance back to where it was before its first schema, so that its names count from zero again. */
  renew(ajv: Ajv): void;
  readonly parts: AjvParts;
}

/** Loads {@link ValidatorTools}. */
export async function loadValidatorTools(): Promise<ValidatorTools> {
  const [ajv, ajv2019, ajv2020, ajv04, codegen, compilation] = await Promise.all([
    import("ajv"),
    import("ajv/dist/2019.js"),
    import("ajv/dist/2020.js"),
    import("ajv-draft-04"),
    import("ajv/dist/compile/codegen/index.js"),
    import("ajv/dist/compile/index.js"),
  ]);
  const classes = {
    "draft-04": ajv04.default.default,
    "draft-06": ajv.Ajv,
    "draft-07": ajv.Ajv,
    "2019-09": ajv2019.Ajv2019,
    "2020-12": ajv2020.Ajv2020,
  };
  const { _, Name, ValueScope, getProperty, nil, not, or, strConcat, stringify } = codegen;
  const { resolveRef, SchemaEnv } = compilation;
  return {
    create: (draft, options) => new classes[draft](options),
    renew(ajv) {
      ajv.removeSchema();
      Object.assign(ajv, { scope: new ValueScope({ ...ajv.scope.opts, scope: {} }) });
    },
    parts: {
      ...{ _, Name, getProperty, nil, not, or, strConcat, stringify, resolveRef, SchemaEnv },
      names: { vErrors: new Name("vErrors"), errors: new Name("errors"), instancePath: new Name("instancePath") },
    },
  };
}
