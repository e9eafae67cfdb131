import { isObject, type JsonObject } from "./instance/schema.ts";

const telling: readonly string[] = [
  "properties",
  "$ref",
  "anyOf",
  "oneOf",
  "allOf",
  "enum",
  "const",
  "items",
  "$schema",
];

/**
 * Finds the JSON Schema that a prompt holds: between lines `<schema>` and `</schema>`, else the first JSON object in
 * the text that reads like one.
 */
export function findSchemaInText(text: string): JsonObject | undefined {
  const marked = /<schema>\s*([\s\S]*?)\s*<\/schema>/.exec(text)?.[1];
  const own = marked === undefined ? undefined : parse(marked);
  if (own !== undefined) return own;
  // A prompt full of braces is read a bounded number of times.
  let at = -1;
  for (let tries = 0; tries < 50; tries++) {
    at = text.indexOf("{", at + 1);
    if (at < 0) return undefined;
    const end = endOfObject(text, at);
    const found = end === undefined ? undefined : parse(text.slice(at, end));
    if (found !== undefined && looksLikeSchema(found)) return found;
    if (found !== undefined && end !== undefined) at = end - 1;
  }
  return undefined;
}

/** The text without the schema and code fences: what is left is the user's own. */
export function withoutSchema(text: string): string {
  return text.replace(/<schema>[\s\S]*?<\/schema>/g, "").replace(/```[\s\S]*?```/g, "");
}

function looksLikeSchema(value: JsonObject): boolean {
  return (
    telling.some((keyword) => isObject(value[keyword]) || Array.isArray(value[keyword])) ||
    typeof value["type"] === "string"
  );
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The offset behind the brace that closes the one at `start`, strings respected. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (inString) {
      if (character === "\\") i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth++;
    else if (character === "}") {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}
