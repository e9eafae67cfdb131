import { ConfigurationError } from "../errors.ts";
import { openaiCompatible as row } from "../facts/rows/servers.ts";
import { modelFromRow } from "./model-from-row.ts";
import { openaiChat } from "./openai-chat.ts";
import type { Model, ModelOptions } from "./provider.ts";

/** Options of a server that speaks OpenAI's Chat Completions. */
export interface OpenAiCompatibleOptions extends ModelOptions {
  /** For example `http://localhost:8000/v1`. */
  readonly baseUrl: string;
  /** What errors and attempts call the server. Default `openai-compatible`. */
  readonly name?: string;
}

/** A model of any server that speaks OpenAI's Chat Completions, such as a gateway of your own. A key is optional. */
export function openaiCompatible(model: string, options: OpenAiCompatibleOptions): Model {
  const { name, ...others } = options;
  if (name !== undefined && !/^[\w.-]+$/.test(name)) {
    throw new ConfigurationError(
      `the name "${name}" of a provider has other characters than letters, digits, ".", "-" and "_"`,
    );
  }
  const named = name === undefined ? row : { ...row, id: name, title: name };
  return modelFromRow(named, { adapters: [openaiChat] }, model, others);
}
