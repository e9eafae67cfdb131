import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import { compileDialects, dialects } from "../../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource, Encode } from "../../../runtime/src/schema/dialects/dialect.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import type { ProjectConfig } from "../config.ts";
import { planSpec } from "../plan/build.ts";
import { createImports } from "../plan/exports.ts";
import { neededDialects } from "../plan/needed-dialects.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { AskedInstance, TestingModule } from "./user-runtime.ts";

/**
 * Creates what writes a simulator's answers for one spec: instances of the schema as it is authored, each in the
 * dialect of the request. A dialect has no word for many a keyword the validator checks, and a model reads of those in
 * descriptions, which the simulator does not understand. Schemas that are not this spec's are left to the simulator.
 */
export function createInstanceWriter(
  spec: ResolvedSpec,
  specs: readonly ResolvedSpec[],
  config: ProjectConfig,
  { createInstance }: TestingModule,
): (asked: AskedInstance) => Json | undefined {
  const plan = planSpec(spec, createImports(specs)(spec), config);
  const encoders = encodersBySchema({ schema: spec.schema, ...plan.output }, config);
  return ({ schema, seed, text }) => {
    const encode = encoders.get(canonicalJson(schema));
    const instance = encode === undefined ? undefined : createInstance(spec.schema, { seed, text });
    return instance === undefined ? undefined : encode?.(instance);
  };
}

/** The encoders of the dialects a project uses, by the schema that is sent. */
function encodersBySchema(source: DialectSource, config: ProjectConfig): ReadonlyMap<string, Encode> {
  const encoders = new Map<string, Encode>();
  for (const [name, compiled] of compileDialects(source, neededDialects(config))) {
    const encode = "schema" in compiled ? dialects[name].encoder(source) : undefined;
    if (encode === undefined || !("schema" in compiled)) continue;
    const sent: Json = JSON.parse(compiled.schema);
    encoders.set(canonicalJson(sent), encode);
  }
  return encoders;
}
