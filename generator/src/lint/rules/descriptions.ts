import { isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { follow, type SchemaNode, valuesOf } from "../schema-node.ts";
import { describedNodes, type LintSubject } from "../subject.ts";

/** Rules about what models and people are told. */
export const descriptionRules: LintRules = {
  "missing-description": {
    theme: "Descriptions",
    level: "warning",
    set: "recommended",
    check: missing,
    page: {
      what: "The output, or a property of it, has no description. A constant needs none, and a list or a reference may have it on what it holds or refers to.",
      why: "The description is the instruction a model reads where it writes the value. A name alone leaves it guessing: whose date, in which unit, what if there is none?",
      bad: "properties:\n  due: { type: string, format: date }",
      good: "properties:\n  due:\n    description: Date by which the invoice is to be paid, as printed.\n    type: string\n    format: date",
    },
  },
  "empty-description": {
    theme: "Descriptions",
    level: "warning",
    set: "recommended",
    check: empty,
    page: {
      what: "A description that says nothing: empty, a placeholder, or the name once more.",
      why: "It costs tokens in every request and tells the model nothing.",
      bad: "customer_name:\n  description: The customer name\n  type: string",
      good: "customer_name:\n  description: As the customer signs, without titles.\n  type: string",
    },
  },
  "enum-without-description": {
    theme: "Descriptions",
    level: "warning",
    set: "recommended",
    check: enumWithout,
    page: {
      what: "A choice of opaque codes, or of more than five values, that no description explains.",
      why: "Models choose by what the words mean. `A2` means nothing, and among many values the borders have to be told.",
      bad: "risk: { enum: [A1, A2, B1, B2] }",
      good: "risk:\n  description: A is insured, B is not; 1 is at home, 2 abroad.\n  enum: [A1, A2, B1, B2]",
    },
  },
};

function descriptionOf(schema: { readonly [keyword: string]: unknown }): string | undefined {
  const text = schema["description"];
  return typeof text === "string" ? text : undefined;
}

function* missing(subject: LintSubject): Iterable<LintReport> {
  const { spec, output } = subject;
  if (spec.rootless) return;
  for (const node of describedNodes(subject)) {
    const isRoot = node.parent === undefined;
    if (!isRoot && node.name === undefined) continue;
    if (isRoot && (spec.description !== undefined || spec.shared)) continue;
    if (isDescribed(subject, node)) continue;
    yield {
      at: isRoot && output.prefix === "/output" ? "/output" : node.at,
      what: "key",
      message: isRoot
        ? "nothing says what this output is"
        : `nothing tells a model what ${JSON.stringify(node.name)} is`,
      hint: "add a `description`",
    };
  }
}

/** Whether a schema, what it refers to, its elements or the options of its union are described; a constant needs it not. */
function isDescribed({ output }: LintSubject, { schema }: SchemaNode): boolean {
  const says = (one: unknown): boolean => {
    if (!isRecord(one as never)) return false;
    const inner = one as SchemaNode["schema"];
    return descriptionOf(inner) !== undefined || descriptionOf(follow(output, inner)) !== undefined;
  };
  const target = follow(output, schema);
  if (says(schema) || "const" in target || valuesOf(target)?.length === 1) return true;
  if (says(target["items"])) return true;
  return ["anyOf", "oneOf", "allOf"].some((keyword) => {
    const options = target[keyword];
    return isList(options) && options.some(says);
  });
}

const placeholder = /^(?:todo|tbd|tba|fixme|xxx+|n\/?a|none|description|desc|lorem ipsum.*|\.+|-+|\?+)[.:!]?$/i;

function* empty(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const text = descriptionOf(node.schema)?.trim();
    if (text === undefined) continue;
    const at = joinPointer(node.at, "description");
    if (text === "") yield { at, message: "this description is empty" };
    else if (placeholder.test(text)) yield { at, message: `${JSON.stringify(text)} describes nothing` };
    else if (node.name !== undefined && words(text) === words(node.name))
      yield { at, message: `this only says ${JSON.stringify(node.name)} once more` };
  }
}

/** The words of a name or a text, without articles, case and separators. */
function words(text: string): string {
  return text
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .replaceAll(/\b(?:the|a|an|of|this|field|value)\b/g, " ")
    .replaceAll(/\s+/g, "");
}

const manyMembers = 5;

function* enumWithout(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const values = node.schema["enum"];
    if (!isList(values)) continue;
    const texts = values.filter((value) => typeof value === "string");
    const isOpaque = texts.length > 1 && texts.every((text) => /^(?:[A-Z]{0,3}\d+[A-Z]?|[A-Z]\d*)$/.test(text));
    if (values.length <= manyMembers && !isOpaque) continue;
    if ([node, node.parent].some((one) => one !== undefined && describesChoice(one, node))) continue;
    yield {
      at: joinPointer(node.at, "enum"),
      what: "key",
      message: isOpaque
        ? "nothing says what these codes stand for"
        : `nothing says how to choose among ${values.length} values`,
      hint: "add a `description` of the choice",
    };
  }
}

/** Whether a schema speaks of the choice: the one with the `enum`, or a list or a union around it. */
function describesChoice(one: SchemaNode, node: SchemaNode): boolean {
  const isAround = one === node || node.role === "part" || node.keyword === "items";
  return isAround && descriptionOf(one.schema) !== undefined;
}
