import type { Json } from "./instance/schema.ts";

const usual: readonly string[] = ["simulated-model"];

/** The list of models a path asks for, in its provider's shape; nothing for other paths. */
export function findModelList(
  path: string,
  headers: Readonly<Record<string, string>>,
  models: readonly string[] = usual,
  at = 0,
): Json | undefined {
  if (path.endsWith("/api/tags")) {
    return {
      models: models.map((name) => ({
        name,
        model: name,
        modified_at: new Date(at).toISOString(),
        size: 2_019_393_189,
        digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
        details: {
          parent_model: "",
          format: "gguf",
          family: "llama",
          families: ["llama"],
          parameter_size: "3.2B",
          quantization_level: "Q4_K_M",
        },
      })),
    };
  }
  if (!path.endsWith("/models")) return undefined;
  if (headers["anthropic-version"] !== undefined) {
    const data = models.map((id) => ({ type: "model", id, display_name: id, created_at: new Date(at).toISOString() }));
    return { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null };
  }
  return {
    object: "list",
    data: models.map((id) => ({ id, object: "model", created: Math.floor(at / 1000), owned_by: "simulator" })),
  };
}
