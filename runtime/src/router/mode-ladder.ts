import type { Codec, CompiledDialect } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import type { DialectName, Mode } from "../facts/dialects.ts";
import type { Model } from "../providers/provider.ts";

/** One way of asking a model for structured output. */
export interface Rung {
  readonly mode: Mode;
  readonly dialectName: DialectName;
  readonly dialect: Exclude<CompiledDialect, { readonly unusable: string }>;
  /** Whether the schema goes without OpenAI's envelope, after a provider that may want it so has refused the envelope. */
  readonly bareSchema?: true;
}

/**
 * The ways in which a model can be asked for an output, strongest first.
 *
 * Steps whose dialect cannot say the schema are left out; none may be left. Throws a `ConfigurationError` when a
 * dialect the model needs was never generated.
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
          `add "${model.row.id}" to "targets" in outspec.yaml and run \`outspec generate\``,
      );
    }
    if ("unusable" in dialect) continue;
    rungs.push({ mode, dialectName, dialect });
    if (model.row.bareSchema === true && mode === "json_schema")
      rungs.push({ mode, dialectName, dialect, bareSchema: true });
  }
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
