import { anthropic, createRouter, type Model, ollama, openai, openaiCompatible, type Router } from "@outspec/runtime";

/** The models this machine can really reach. */
export interface LiveStage {
  readonly router: Router;
  readonly intro: string;
  close(): Promise<void>;
}

async function answers(url: string): Promise<Response | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(500) });
    return response.ok ? response : undefined;
  } catch {
    return undefined;
  }
}

async function localModel(): Promise<Model | undefined> {
  const tags = await answers("http://127.0.0.1:11434/api/tags");
  if (tags !== undefined) {
    const { models } = (await tags.json()) as { readonly models: readonly { readonly name: string }[] };
    if (models[0] !== undefined) return ollama(models[0].name);
  }
  const baseUrl = "http://127.0.0.1:8080/v1";
  if ((await answers(`${baseUrl}/models`)) !== undefined)
    return openaiCompatible("loaded", { baseUrl, name: "llamacpp" });
  return undefined;
}

/** Makes a router of the keys in the environment and of a local Ollama or llama.cpp server, in this order. */
export async function liveRouter(): Promise<LiveStage> {
  const local = await localModel();
  const models: readonly Model[] = [
    ...(process.env["OPENAI_API_KEY"] ? [openai("gpt-5.4-mini")] : []),
    ...(process.env["ANTHROPIC_API_KEY"] ? [anthropic("claude-haiku-5-5")] : []),
    ...(local === undefined ? [] : [local]),
  ];
  const [primary, ...fallbacks] = models;
  if (primary === undefined) {
    throw new Error(
      "--live found no model: set OPENAI_API_KEY or ANTHROPIC_API_KEY, or start Ollama (port 11434) or llama.cpp's server (port 8080)",
    );
  }
  return {
    router: createRouter({ primary, fallbacks }),
    intro: `Live: ${models.map((model) => model.id).join(", then ")}.`,
    close: async () => {},
  };
}
