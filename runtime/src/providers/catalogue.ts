import { ConfigurationError } from "../errors.ts";
import { modes } from "../facts/dialects.ts";
import { type Family, overrideFor, type ProviderRow, providerRows } from "../facts/providers.ts";
import { anthropicMessages } from "./anthropic.ts";
import { normaliseBaseUrl } from "./credentials.ts";
import { ollamaChat } from "./ollama.ts";
import { openaiChat } from "./openai-chat.ts";
import type { Adapter, Model, ModelOptions } from "./provider.ts";
import { isHeaderValue } from "./request.ts";

/** Options of a server that speaks OpenAI's Chat Completions. */
export interface OpenAiCompatibleOptions extends ModelOptions {
  /** For example `http://localhost:8000/v1`. */
  readonly baseUrl: string;
  /** What errors and attempts call the server. Default `openai-compatible`. */
  readonly name?: string;
}

/** A model of OpenAI, over Chat Completions. The key comes from `OPENAI_API_KEY` unless it is given. */
export function openai(model: string, options?: ModelOptions): Model {
  return modelFromRow(rowOf("openai"), model, options);
}

/** A model of Anthropic. The key comes from `ANTHROPIC_API_KEY` unless it is given. */
export function anthropic(model: string, options?: ModelOptions): Model {
  return modelFromRow(rowOf("anthropic"), model, options);
}

/** A model of an Ollama server, by default the one on this machine or at `OLLAMA_HOST`. */
export function ollama(model: string, options?: ModelOptions): Model {
  return modelFromRow(rowOf("ollama"), model, options);
}

/** A model of any server that speaks OpenAI's Chat Completions: vLLM, llama.cpp, LM Studio, a gateway. A key is optional. */
export function openaiCompatible(model: string, options: OpenAiCompatibleOptions): Model {
  const { name, ...others } = options;
  const row = rowOf("openai-compatible");
  if (name !== undefined && !/^[\w.-]+$/.test(name)) {
    throw new ConfigurationError(
      `the name "${name}" of a provider has other characters than letters, digits, ".", "-" and "_"`,
    );
  }
  return modelFromRow(name === undefined ? row : { ...row, id: name, title: name }, model, others);
}

/**
 * Makes a model of a provider's row. Checks the options and freezes the result; reads no environment.
 *
 * Throws a `ConfigurationError` when an option cannot be right.
 */
export function modelFromRow(row: ProviderRow, model: string, options: ModelOptions = {}): Model {
  const id = `${row.id}/${model}`;
  if (model.trim() === "") throw new ConfigurationError(`a model of ${row.title} needs a name`);
  for (const mode of options.modes ?? []) {
    if (!modes.includes(mode)) {
      throw new ConfigurationError(`${id}: "${mode}" is not a mode; the modes are ${modes.join(", ")}`);
    }
  }
  if (options.modes?.length === 0) throw new ConfigurationError(`${id}: the list of modes is empty`);
  return Object.freeze({
    id,
    model,
    row,
    override: overrideFor(row, model),
    adapter: adapters[row.family],
    options: Object.freeze({
      ...options,
      ...(options.baseUrl === undefined ? {} : { baseUrl: normaliseBaseUrl(options.baseUrl, row.baseUrl) }),
      ...(options.headers === undefined ? {} : { headers: checkHeaders(options.headers, id) }),
    }),
  });
}

const adapters: Readonly<Record<Family, Adapter>> = {
  "openai-chat": openaiChat,
  "anthropic-messages": anthropicMessages,
  "ollama-chat": ollamaChat,
};

function rowOf(id: string): ProviderRow {
  const row = providerRows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(`there is a row for every factory, and none for ${id}`);
  return row;
}

/** The headers with names in lower case. Values are secrets often enough that no message shows one. */
function checkHeaders(headers: Readonly<Record<string, string>>, id: string): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new ConfigurationError(`${id}: "${name}" is not a header name`);
    if (typeof value !== "string") throw new ConfigurationError(`${id}: the header "${name}" is not a text`);
    if (!isHeaderValue(value)) {
      throw new ConfigurationError(
        `${id}: the header "${name}" holds a character outside of printable ASCII, such as a line break`,
      );
    }
    return [name.toLowerCase(), value] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}
