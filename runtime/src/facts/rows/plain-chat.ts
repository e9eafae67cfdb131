import type { ProviderRow } from "../provider-row.ts";

type Given = Pick<ProviderRow, "id" | "title" | "factory" | "baseUrl" | "env" | "models"> & Partial<ProviderRow>;

/** The row of a provider that speaks plain Chat Completions but for what is given. */
export function plainChat(given: Given): ProviderRow {
  return {
    family: "openai-chat",
    path: "/chat/completions",
    auth: { scheme: "bearer" },
    modes: ["json_schema", "tool", "json_object", "prompt"],
    dialect: "openai-compatible-loose",
    overrides: [],
    maxTokensField: "max_tokens",
    streamOptions: true,
    ...given,
  };
}
