/** The first place where a text stops being JSON. */
export interface JsonSyntaxError {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: JSON strings cannot hold control characters.
const token =
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)))/y;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: JSON strings cannot hold control characters.

type Expected = "value" | "value-or-]" | "key" | "key-or-}" | ":" | ", or ]" | ", or }" | "end";

/** Finds the first syntax error of a JSON text, or `undefined` when there is none. JSON.parse judges; this finds the place. */
export function findJsonError(text: string): JsonSyntaxError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return locate(text) ?? { offset: 0, message: "this is not JSON" };
  }
}

/**
 * A JSON text on one line, with everything where it was. YAML is nearly JSON's equal: it knows no tabs in front of a
 * value, no carriage return by itself and no key whose colon stands on another line.
 */
export function flattenJson(text: string): string {
  const pieces: string[] = [];
  let kept = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isText = !isText;
    else if (isText && character === "\\") at++;
    else if (!isText && (character === "\n" || character === "\r" || character === "\t")) {
      pieces.push(text.slice(kept, at));
      kept = at + 1;
    }
  }
  return [...pieces, text.slice(kept)].join(" ");
}

function locate(text: string): JsonSyntaxError | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let offset = 0;
  const afterValue = (): Expected => (open.length === 0 ? "end" : open.at(-1) === "[" ? ", or ]" : ", or }");

  while (true) {
    token.lastIndex = offset;
    const match = token.exec(text);
    const start = offset + (/^[ \t\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
    if (match === null)
      return start >= text.length && expected === "end" ? undefined : unexpected(text, start, expected);
    offset = token.lastIndex;
    const mark = match[1];
    const isString = match[2] !== undefined;
    const isValue = isString || match[3] !== undefined;
    if ((expected === "value" || expected === "value-or-]") && isValue) expected = afterValue();
    else if ((expected === "value" || expected === "value-or-]") && (mark === "{" || mark === "[")) {
      open.push(mark);
      expected = mark === "{" ? "key-or-}" : "value-or-]";
    } else if ((expected === "key" || expected === "key-or-}") && isString) expected = ":";
    else if (expected === ":" && mark === ":") expected = "value";
    else if ((expected === ", or ]" || expected === ", or }") && mark === ",")
      expected = expected === ", or ]" ? "value" : "key";
    else if (
      ((expected === ", or ]" || expected === "value-or-]") && mark === "]") ||
      ((expected === ", or }" || expected === "key-or-}") && mark === "}")
    ) {
      open.pop();
      expected = afterValue();
    } else if (mark === "]" && expected === "value" && open.at(-1) === "[")
      return {
        offset: start,
        message: "JSON has no comma after the last element",
        hint: "remove the comma before this bracket",
      };
    else if (mark === "}" && expected === "key")
      return {
        offset: start,
        message: "JSON has no comma after the last property",
        hint: "remove the comma before this brace",
      };
    else return unexpected(text, start, expected);
  }
}

function unexpected(text: string, offset: number, expected: Expected): JsonSyntaxError {
  const wanted = {
    value: "a value",
    "value-or-]": 'a value or "]"',
    key: "a property name in double quotes",
    "key-or-}": 'a property name in double quotes or "}"',
    ":": '":"',
    ", or ]": '"," or "]"',
    ", or }": '"," or "}"',
    end: "the end of the file",
  }[expected];
  if (offset >= text.length) return { offset, message: `the file ends where ${wanted} was expected` };
  const rest = text.slice(offset);
  if (rest.startsWith("//") || rest.startsWith("/*"))
    return { offset, message: "JSON has no comments", hint: "use a .yaml file, where # starts a comment" };
  if (rest.startsWith("'")) return { offset, message: `expected ${wanted}`, hint: "JSON strings are in double quotes" };
  return { offset, message: `expected ${wanted}` };
}
