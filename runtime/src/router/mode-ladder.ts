import type { Codec, CompiledDialect } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import type { DialectName, Mode } from "../facts/dialects.ts";
import type { Model } from "../providers/provider.ts";

/** One way of asking a model for structured output. */
export interface Rung {
  readonly mode: Mode;
  readonly dialectName: DialectName;
  readonly dialect: Exclude<CompiledDialect, { readonly unusable: string }>;
}

/**
 * The ways in which a model can be asked for an output, strongest first.
 *
 * Steps whose dialect cannot say the schema are left out. Throws a `ConfigurationError` when a dialect the model
 * needs was never generated.
 */
export function modeLadder(model: Model, codec: Codec): readonly Rung[] {
  const { override } = model;
  const modes = model.options.modes ?? override?.modes ?? model.row.modes;
  const rungs: Rung[] = [];
  for (const mode of modes) {
    const dialectName = dialectOf(mode, model, override?.dialect);
    const dialect = codec.dialects[dialectName];
    if (dialect === undefined) {
      throw new ConfigurationError(
        `${model.id} needs the schema dialect "${dialectName}", which was not generated for ${codec.name}: ` +
          `add it to "targets" in outspec.yaml and run \`outspec generate\``,
      );
    }
    if (!("unusable" in dialect)) rungs.push({ mode, dialectName, dialect });
  }
  if (rungs.length === 0) throw new ConfigurationError(`${model.id} has no mode that can express ${codec.name}`);
  return rungs;
}

function dialectOf(mode: Mode, model: Model, override: DialectName | undefined): DialectName {
  switch (mode) {
    case "json_schema_strict":
    case "json_schema":
      return override ?? model.row.dialect;
    case "tool_strict":
    case "tool":
      return model.row.toolDialect ?? override ?? model.row.dialect;
    case "json_object":
    case "prompt":
      return "prompt";
  }
}

/** What a router has learned about which requests its models accept. */
export interface LadderMemory {
  /** Index of the first rung worth trying, by model and schema. */
  readonly firstRung: Map<string, number>;
  /** Models and schemas that have answered once: their grammar is compiled and cached by the provider. */
  readonly warm: Set<string>;
  /** Settings a model does not accept. */
  readonly rejectedSettings: Map<Model, ReadonlySet<string>>;
}

/** A memory that knows nothing yet. */
export function createLadderMemory(): LadderMemory {
  return { firstRung: new Map(), warm: new Set(), rejectedSettings: new Map() };
}

/** Key of what is remembered for one schema on one model. */
export function ladderKey(model: Model, codec: Codec): string {
  return `${model.id} ${model.options.baseUrl ?? ""} ${codec.hash}`;
}
