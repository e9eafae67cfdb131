import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { allowsNull, type SchemaNode, typesOf } from "../schema-node.ts";
import { allNodes, describedNodes, type LintSubject } from "../subject.ts";

/** Rules about listed values. */
export const enumRules: LintRules = {
  "enum-duplicate": {
    theme: "Enums",
    level: "error",
    set: "recommended",
    fix: "removes a member that stands there twice",
    codes: ["duplicate-value"],
    check: nearDuplicates,
    page: {
      what: "Two members of an `enum` are equal, or (a warning) differ only in case or blanks.",
      why: "A model picks between the two by chance, and a `switch` handles one of them.",
      bad: "enum: [low, Low, high]",
      good: "enum: [low, high]",
    },
  },
  "enum-without-escape": {
    theme: "Enums",
    level: "info",
    set: "strict",
    check: withoutEscape,
    page: {
      what: "A classification without a way out: no `other` or `unknown` among three or more values, and no null.",
      why: "A model has to choose one of them even where none fits, and its guess cannot be told from an answer.",
      bad: "topic: { enum: [billing, shipping, returns] }",
      good: "topic: { enum: [billing, shipping, returns, other] }",
    },
  },
  "yaml-ambiguous-scalar": {
    theme: "Enums",
    level: "warning",
    set: "recommended",
    fix: "puts quotes around it, where it is text already",
    codes: ["boolean-lookalike"],
    check: ambiguousScalars,
    page: {
      what: "A value of an `enum`, `const` or `default` that other readers of YAML take for something else, or that YAML itself has changed: `yes`, `2024-01-01`, `1.10`, `007`.",
      why: "`1.10` is the number 1.1 and `007` the number 7: the value you wrote is not there. Dates and `yes` are text here, but not for every tool that reads the file.",
      bad: "enum: [1.9, 1.10]",
      good: 'enum: ["1.9", "1.10"]',
    },
  },
};

function* nearDuplicates(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    const values = node.schema["enum"];
    if (!isList(values)) continue;
    const seen = new Map<string, Json>();
    for (const [index, value] of values.entries()) {
      const key = typeof value === "string" ? JSON.stringify(folded(value)) : canonicalJson(value);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, value);
      else if (canonicalJson(first) !== canonicalJson(value))
        yield {
          at: joinPointer(node.at, "enum", index),
          level: "warning",
          message: `${JSON.stringify(value)} and ${JSON.stringify(first)} differ only in case or blanks`,
          hint: "keep one of the two",
        };
    }
  }
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}

/** Longer values are no names of a way out. */
const longestName = 100;

const escapes =
  /^(?:.*[\s_-])?(?:other|others|unknown|none|unclear|undetermined|unsure|unspecified|n\/?a|not[\s_-]?\w+|mixed|misc|else|neutral|no|any)(?:[\s_-].*)?$/i;

function* withoutEscape(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const values = node.schema["enum"];
    if (!isList(values) || values.length < 3 || !values.every((value) => typeof value === "string")) continue;
    // A scale has its ends, and a property that may be left out has its way out.
    if (
      values.some((value) => value.length <= longestName && escapes.test(value)) ||
      isOptional(node) ||
      allowsNullAround(subject, node)
    )
      continue;
    yield {
      at: joinPointer(node.at, "enum"),
      what: "key",
      message: "there is no value for what fits none of these",
      hint: 'add "other" or "unknown", or let it be null',
    };
  }
}

function isOptional({ name, parent }: SchemaNode): boolean {
  const required = parent?.schema["required"];
  return name !== undefined && !(isList(required) && required.includes(name));
}

function allowsNullAround({ output }: LintSubject, node: SchemaNode): boolean {
  const around = node.role === "part" ? node.parent : undefined;
  return [node, around].some((one) => one !== undefined && allowsNull(output, one.schema));
}

function* ambiguousScalars(subject: LintSubject): Iterable<LintReport> {
  const { document } = subject;
  if (document.path.endsWith(".json")) return;
  const lines = document.text.split("\n");
  for (const node of allNodes(subject)) {
    for (const [at, value] of listedValues(node)) {
      // Looking a place up means reading the file again.
      if (typeof value === "string" ? !isAmbiguous(value) : typeof value !== "number") continue;
      const range = rangeOf(subject, at);
      if (range.path !== document.path || range.start.line !== range.end.line) continue;
      const source = (lines[range.start.line - 1] ?? "").slice(range.start.column - 1, range.end.column - 1);
      const report = ambiguity(source, value, typesOf({ type: node.schema["type"] ?? null }));
      if (report !== undefined) yield { at, ...report };
    }
  }
}

function rangeOf({ spec, document, output }: LintSubject, at: string) {
  return at.startsWith(output.prefix) ? spec.rangeOf(at.slice(output.prefix.length)) : document.rangeOf(at);
}

function* listedValues({ schema, at }: SchemaNode): Iterable<readonly [at: string, value: Json]> {
  const values = schema["enum"];
  if (isList(values)) for (const [index, value] of values.entries()) yield [joinPointer(at, "enum", index), value];
  for (const keyword of ["const", "default"]) {
    const value = schema[keyword];
    if (value !== undefined && !isRecord(value) && !isList(value)) yield [joinPointer(at, keyword), value];
  }
}

const date = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$/;

/** Whether a text would be something else for other readers, if it stands there without quotes. */
function isAmbiguous(text: string): boolean {
  return date.test(text) || /^(?:y|n|yes|no|on|off)$/i.test(text) || /^\d+(?::[0-5]?\d)+$/.test(text);
}

function ambiguity(
  source: string,
  value: Json,
  types: readonly string[],
): Pick<LintReport, "message" | "hint" | "fix"> | undefined {
  const quoted = `put it in quotes: "${source}"`;
  if (typeof value === "string") {
    // In quotes there is nothing to confuse.
    if (source !== value) return undefined;
    const kind = date.test(source) ? "a date" : /^\d/.test(source) ? "a number of base 60" : "a boolean";
    return {
      message: `${source} is text here, and ${kind} for many other YAML readers`,
      hint: quoted,
      fix: { kind: "quote" },
    };
  }
  if (typeof value !== "number" || String(value) === source) return undefined;
  // A number spelled so is one; where text is asked for, or the spelling shows what was meant, it is not.
  const isVersion = /^\d+\.\d*0$/.test(source);
  const isPadded = /^0\d+$/.test(source);
  if (!isVersion && !isPadded) return undefined;
  return {
    message: `YAML reads ${source} as the number ${value}`,
    hint: `${quoted}, or write ${value}`,
    ...(types.length === 1 && types[0] === "string" && { fix: { kind: "quote" } as const }),
  };
}
