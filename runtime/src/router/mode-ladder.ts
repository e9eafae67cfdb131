import type { Codec, CompiledDialect } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import type { DialectName, Mode } from "../facts/dialects.ts";
import { dialectFor, modesFor } from "../facts/provider-row.ts";
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
  const { row, override, endpoint, options } = model;
  const modes = options.modes ?? modesFor(row, override, endpoint);
  const rungs: Rung[] = [];
  for (const mode of modes) {
    const dialectName = dialectFor(row, override, mode);
    const dialect = codec.dialects[dialectName];
    if (dialect === undefined) {
      throw new ConfigurationError(
        `${model.id} needs the schema dialect "${dialectName}", which was not generated for ${codec.name}: ` +
          `add "${row.id}" to "targets" in outspec.yaml and run \`outspec generate\``,
      );
    }
    if ("unusable" in dialect) continue;
    rungs.push({ mode, dialectName, dialect });
    if (row.bareSchema === true && mode === "json_schema") rungs.push({ mode, dialectName, dialect, bareSchema: true });
  }
  return rungs;
}
