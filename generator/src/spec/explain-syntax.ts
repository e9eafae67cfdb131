import type { YAMLParseError } from "yaml";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { RangeAt } from "./positions.ts";

/** Says in our words what the YAML library found, for the mistakes people really make. */
export function explainSyntaxError(problem: YAMLParseError, text: string, rangeAt: RangeAt): Diagnostic {
  const [start, end] = problem.pos;
  const range = rangeAt(start, Math.min(end, start + 40));
  const lineStart = text.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  const lineEnd = text.indexOf("\n", lineStart);
  // Nobody writes such mistakes far to the right, and the patterns below take their time with long lines.
  const line = text.slice(lineStart, Math.min(lineEnd === -1 ? text.length : lineEnd, lineStart + 400)).trimEnd();

  const template = /^\s*(?:- )?(?:[\w-]+:\s+)?(\{\{.*)$/.exec(line)?.[1];
  if (template !== undefined) {
    const at = lineStart + line.indexOf(template);
    return error(
      "unquoted-template",
      rangeAt(at, at + template.length),
      "YAML reads an unquoted {{ … }} as a mapping",
      `put the whole value in quotes: "${template.replaceAll('"', '\\"')}"`,
    );
  }
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return error("syntax", range, "YAML is indented with spaces, and this is a tab", "replace the tab by spaces");
    case "BLOCK_AS_IMPLICIT_KEY": {
      if (/^\s*(?:- )?\S+:\s+\S.*:(\s|$)/.test(line)) {
        return error(
          "syntax",
          range,
          'a colon followed by a space starts a mapping, and "key: value" stands here already',
          "put the whole text in quotes",
        );
      }
      return error(
        "syntax",
        range,
        "the lines below are indented as if they belonged to this value",
        "align them with the key, or give the key no value on its own line",
      );
    }
    case "BAD_INDENT": {
      const open = /^Flow (map|sequence)/.exec(problem.message)?.[1];
      if (open !== undefined) {
        const [bracket, close] = open === "map" ? ["{", "}"] : ["[", "]"];
        return error(
          "syntax",
          rangeAt(start, start + 1),
          `what was opened with "${bracket}" is not closed before this line`,
          `close it with "${close}"`,
        );
      }
      return error(
        "syntax",
        rangeAt(start, start + 1),
        lowerFirst(problem.message),
        "check the indentation of this line and the one above",
      );
    }
    case "BAD_SCALAR_START":
      return error(
        "syntax",
        range,
        `a plain YAML value cannot start with ${text[start] ?? ""}`,
        "put the value in quotes",
      );
    case "MISSING_CHAR":
      if (problem.message.startsWith("Implicit map keys")) return strayLine(range);
      return error(
        "syntax",
        range,
        lowerFirst(problem.message.replace(/["']quote/, "quote")),
        "close what was opened above",
      );
    case "MULTILINE_IMPLICIT_KEY":
      return /:(?:\s|$)/.test(line) ? error("syntax", range, lowerFirst(problem.message)) : strayLine(range);
    default:
      return error("syntax", range, lowerFirst(problem.message));
  }
}

function strayLine(range: SourceRange): Diagnostic {
  return error("syntax", range, "a key stands here without a colon and a value", 'write "key: value", or remove it');
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
