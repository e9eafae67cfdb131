import { isList, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { follow, propertiesOf, type SchemaNode, typesOf, valuesOf } from "../schema-node.ts";
import { describedNodes, type LintSubject } from "../subject.ts";

/** Rules about the order in which properties are written. */
export const orderRules: LintRules = {
  "decision-before-reasoning": {
    theme: "Order",
    level: "warning",
    set: "recommended",
    fix: "moves the explanation up to before the first decision, in YAML in block style",
    check: decisionFirst,
    page: {
      what: "A property with an explanation comes after the decision it explains.",
      why: "A model writes properties in the order of the schema. An explanation that comes second defends a choice that was made without it; one that comes first improves the choice.",
      bad: "properties:\n  approved: { type: boolean }\n  reasoning: { type: string }",
      good: "properties:\n  reasoning: { type: string }\n  approved: { type: boolean }",
    },
  },
  "free-text-before-decision": {
    theme: "Order",
    level: "info",
    set: "strict",
    check: textFirst,
    page: {
      what: "A long text that explains nothing comes before a decision.",
      why: "Readers of the stream wait for the decision, and an answer that is cut off loses it.",
      bad: "properties:\n  reply_draft: { type: string, maxLength: 2000 }\n  urgent: { type: boolean }",
      good: "properties:\n  urgent: { type: boolean }\n  reply_draft: { type: string, maxLength: 2000 }",
    },
  },
};

const explains =
  /(?:^|_)(?:reason|reasons|reasoning|rationale|explanation|justification|evidence|analysis|thoughts?|thinking|chain_of_thought)(?:_|$)/;
const explainsInWords =
  /\b(?:explanation|explains? (?:why|the)|reasoning|rationale|justification|evidence for|step by step)\b/i;
const decides =
  /(?:^|_)(?:score|rating|verdict|decision|label|category|class|classification|severity|confidence)(?:_|$)/;

/** A name in lower case with `_` between its words. */
function snake(name: string): string {
  return name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .toLowerCase();
}

interface Kind {
  readonly name: string;
  readonly kind: "explanation" | "decision" | "text" | "other";
}

/** What the properties of an object are there for, in order. */
function kindsOf({ output }: LintSubject, node: SchemaNode): readonly Kind[] {
  return propertiesOf(node.schema).map(([name, schema]): Kind => {
    const target = follow(output, schema);
    const types = typesOf(target).filter((type) => type !== "null");
    const isText = types.length === 1 && types[0] === "string" && valuesOf(target) === undefined;
    if (isText) {
      const { description } = target;
      const isExplanation =
        explains.test(snake(name)) || (typeof description === "string" && explainsInWords.test(description));
      return { name, kind: isExplanation ? "explanation" : isLongText(name, target) ? "text" : "other" };
    }
    const isNumber = types.length === 1 && (types[0] === "number" || types[0] === "integer");
    const isChoice = isList(target["enum"]) && target["enum"].length > 1;
    const isDecision = isChoice || types.join() === "boolean" || (isNumber && decides.test(snake(name)));
    return { name, kind: isDecision ? "decision" : "other" };
  });
}

const long =
  /(?:^|_)(?:text|body|draft|summary|content|message|notes?|answer|reply|essay|story|article|transcript|letter|report|comment)(?:_|$)/;

/** Whether a text is one of many words: by its bound, or else by its name. */
function isLongText(name: string, schema: SchemaNode["schema"]): boolean {
  const { maxLength } = schema;
  if ("format" in schema || "pattern" in schema) return false;
  return typeof maxLength === "number" ? maxLength > 200 : long.test(snake(name));
}

function* decisionFirst(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const kinds = kindsOf(subject, node);
    const decision = kinds.findIndex(({ kind }) => kind === "decision");
    const first = kinds[decision];
    // Where one explanation comes first, a later one is about something else.
    if (first === undefined || kinds.slice(0, decision).some(({ kind }) => kind === "explanation")) continue;
    const later = kinds.slice(decision + 1).find(({ kind }) => kind === "explanation");
    if (later === undefined) continue;
    yield {
      at: joinPointer(node.at, "properties", later.name),
      what: "key",
      message: `${JSON.stringify(later.name)} is written after ${JSON.stringify(first.name)}, the decision it explains`,
      hint: `move it to before ${JSON.stringify(first.name)}`,
      fix: { kind: "move-before", sibling: first.name },
    };
  }
}

function* textFirst(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const kinds = kindsOf(subject, node);
    const text = kinds.findIndex(({ kind }) => kind === "text");
    const decision = kinds.slice(text + 1).find(({ kind }) => kind === "decision");
    const first = kinds[text];
    if (first === undefined || decision === undefined) continue;
    yield {
      at: joinPointer(node.at, "properties", first.name),
      what: "key",
      message: `${JSON.stringify(first.name)}, a text of any length, is written before the decision ${JSON.stringify(decision.name)}`,
      hint: "put decisions first, unless the text helps to make them",
    };
  }
}
