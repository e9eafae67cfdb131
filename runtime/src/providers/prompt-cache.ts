import type { CacheWish, Message } from "../prompt.ts";
import type { ModelCall } from "./provider.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a request body by which OpenAI's two APIs and those like them keep the marked prefixes of a prompt.
 *
 * `longestTtl` is the longest lifetime the API has, for those who wish an hour or a day; the shortest is half an hour.
 * Source: providers.md, section 5.7.
 */
export function encodePromptCache(
  { row, hash, cacheMark, cacheRetention }: ModelCall,
  messages: readonly Message[],
  longestTtl: "30m" | "12h",
): Fields | undefined {
  // Most prompts are text, of which nothing is marked.
  if (messages.every(({ content }) => typeof content === "string")) return undefined;
  const wishes = messages.flatMap(({ content }) =>
    typeof content === "string" ? [] : content.map(({ cache }) => cache),
  );
  if (!wishes.some(Boolean)) return undefined;
  const ttl = wishes.some(isLong) ? longestTtl : "30m";
  return {
    prompt_cache_key: row.promptCacheKey === true ? `outspec-${hash}` : undefined,
    prompt_cache_options: cacheMark === "prompt_cache_breakpoint" ? { mode: "explicit", ttl } : undefined,
    prompt_cache_retention: cacheRetention === true && wishes.some(isLong) ? "24h" : undefined,
  };
}

/** The field that marks a part as the end of a prefix worth caching, in the form the model understands, if it does. */
export function encodeCacheMark(
  wish: CacheWish | undefined,
  { cacheMark, row }: Pick<ModelCall, "cacheMark" | "row">,
): Fields {
  if (!wish || cacheMark === undefined) return {};
  switch (cacheMark) {
    case "prompt_cache_breakpoint":
      return { prompt_cache_breakpoint: { mode: "explicit" } };
    case "cache_control":
      return {
        cache_control:
          isLong(wish) && row.shortCache !== true ? { type: "ephemeral", ttl: "1h" } : { type: "ephemeral" },
      };
  }
}

function isLong(wish: CacheWish | undefined): boolean {
  return wish === "1h" || wish === "24h";
}
