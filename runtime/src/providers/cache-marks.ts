import { type CacheWish, type ContentPart, type Message, withoutMark } from "../prompt.ts";

/** Most cache marks that a request to Claude may have. Source: providers.md, section 7.6. */
const mostMarks = 4;

/** Leaves out the cache marks beyond the most there may be: the first ends what all calls share, the last ones reach furthest. */
export function withinMarks(messages: readonly Message[]): readonly Message[] {
  const marked = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content.filter(isMarked)));
  if (marked.length <= mostMarks) return messages;
  const left = new Set(marked.slice(1, marked.length - (mostMarks - 1)));
  return messages.map(({ role, content }) => ({
    role,
    content: typeof content === "string" ? content : content.map((part) => (left.has(part) ? withoutMark(part) : part)),
  }));
}

/** The lifetime that Claude's caches know for a wish; nothing where none is said, which is five minutes. Source: providers.md, sections 7.6 and 9.4. */
export function cacheLifetime(wish: CacheWish): "5m" | "1h" | undefined {
  switch (wish) {
    case true:
    case false:
      return undefined;
    case "5m":
      return "5m";
    case "1h":
    case "24h":
      return "1h";
  }
}

function isMarked({ cache }: ContentPart): boolean {
  return cache !== undefined && cache !== false;
}
