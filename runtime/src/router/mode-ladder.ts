import type { Codec, CompiledDialect } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import type { DialectName, Mode } from "../facts/dialects.ts";
import { dialectFor, modesFor } from "../facts/provider-row.ts";
import type { CallForm, Model } from "../providers/provider.ts";

/** One way of asking a model for structured output. */
export interface Rung {
  readonly mode: Mode;
  readonly dialectName: DialectName;
  readonly dialect: Exclude<CompiledDialect, { readonly unusable: string }>;
  /** What all calls that ask in this way have in common; some ask without OpenAI's envelope, after it was refused. */
  readonly form: CallForm;
}

/** By the model's API (or the model itself, where it has modes of its own), by its provider, by what is known of it. */
type Ladders = WeakMap<object, WeakMap<object, WeakMap<object, readonly Rung[]>>>;

const knownLadders = new WeakMap<Codec, Ladders>();

/** The {@link modeLadder} of a model, worked out once: models that are alike share one, whichever routers they are in. */
export function ladderOf(model: Model, codec: Codec): readonly Rung[] {
  const { row, override, endpoint, options } = model;
  const ladders: Ladders = entryOf(knownLadders, codec, () => new WeakMap());
  const byRow = entryOf(ladders, options.modes === undefined ? endpoint : model, () => new WeakMap());
  const byFacts = entryOf(byRow, row, () => new WeakMap());
  return entryOf(byFacts, override ?? row, () => modeLadder(model, codec));
}

function entryOf<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
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
    rungs.push({ mode, dialectName, dialect, form: callForm(model, codec, mode, dialect) });
    if (row.bareSchema !== true || mode !== "json_schema") continue;
    rungs.push({ mode, dialectName, dialect, form: callForm(model, codec, mode, dialect, true) });
  }
  return rungs;
}

function callForm(
  { row, override, endpoint }: Model,
  codec: Codec,
  mode: Mode,
  { schema }: Rung["dialect"],
  bareSchema?: true,
): CallForm {
  return {
    row,
    endpoint,
    mode,
    name: codec.name,
    description: codec.description,
    schema: mode === "json_object" || mode === "prompt" ? undefined : schema,
    reasoning: override?.reasoning === true,
    hash: codec.hash,
    cacheMark: override?.cacheMark,
    cacheRetention: override?.cacheRetention,
    systemRole: override?.systemRole,
    efforts: override?.efforts,
    bareSchema,
  };
}
