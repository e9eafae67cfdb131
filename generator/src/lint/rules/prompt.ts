import { isList } from "../../../../runtime/src/schema/pointer.ts";
import type { PromptTemplate, TemplateNode } from "../../spec/resolved-spec.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { describedNodes, type LintSubject } from "../subject.ts";

/** Rules about the prompt, its variables and the examples, and about suppressions, which need no look at a schema. */
export const promptRules: LintRules = {
  "prompt-invalid": {
    theme: "Prompt and examples",
    level: "error",
    set: "recommended",
    codes: [
      ...["template-syntax", "template-too-complex", "unknown-helper", "unbalanced-block", "wrong-part"],
      "cache-without-system",
    ],
    page: {
      what: "The prompt is not of the template language, or one of its parts is not one text, image or file.",
      why: "No prompt function can be generated.",
      bad: 'prompt: "{{#each notes}}{{ this }}"',
      good: 'prompt: "{{#each notes}}{{ this }}{{/each}}"',
    },
  },
  "prompt-unknown-variable": {
    theme: "Prompt and examples",
    level: "error",
    set: "recommended",
    codes: [
      ...["unknown-variable", "undeclared-variable", "input-needed", "input-not-an-object", "not-a-list", "not-media"],
      "media-in-text",
    ],
    page: {
      what: "The prompt uses a variable that `input` does not have, or in a way that its declaration does not allow: ordinary JSON as an image, an image in a text, a loop over what is no list.",
      why: "The text would have a hole where the value should be.",
      bad: "prompt: '{{ ticket }}'\ninput: { type: object, properties: { tickets: { type: string } } }",
      good: "prompt: '{{ tickets }}'\ninput: { type: object, properties: { tickets: { type: string } } }",
    },
  },
  "prompt-unused-variable": {
    theme: "Prompt and examples",
    level: "warning",
    set: "recommended",
    codes: ["unused-input", "input-without-prompt"],
    page: {
      what: "A variable of `input` that the prompt never uses.",
      why: "Callers have to pass it, and the model never sees it.",
      bad: "prompt: '{{ body }}'\ninput: { type: object, properties: { body: { type: string }, tier: { type: string } } }",
      good: "prompt: '{{ body }} ({{ tier }})'\ninput: { type: object, properties: { body: { type: string }, tier: { type: string } } }",
    },
  },
  "prompt-repeats-schema": {
    theme: "Prompt and examples",
    level: "info",
    set: "recommended",
    check: repeats,
    page: {
      what: "The prompt lists values of an `enum`, and not the same ones.",
      why: "The model is told two things. Lists in prompts are forgotten when the schema changes.",
      bad: "prompt: 'Answer low, medium or high: {{ text }}'\noutput: { enum: [low, high, urgent] }",
      good: "prompt: 'How urgent is this? {{ text }}'\noutput: { enum: [low, high, urgent] }",
    },
  },
  "example-invalid": {
    theme: "Prompt and examples",
    level: "error",
    set: "recommended",
    codes: ["example-mismatch", "examples-without-prompt"],
    page: {
      what: "A few-shot example does not fit the schema, or there is no prompt it could be an answer to.",
      why: "Models follow examples more than schemas.",
      bad: "output: { type: integer }\nexamples: [{ input: { q: hi }, output: '1' }]",
      good: "output: { type: integer }\nexamples: [{ input: { q: hi }, output: 1 }]",
    },
  },
  "fallback-invalid": {
    theme: "Prompt and examples",
    level: "error",
    set: "recommended",
    never: "specs have no fallback values: a call that fails throws",
    page: {
      what: "A fallback value does not fit the schema.",
      why: "It would be returned as an output.",
      bad: "fallback: { status: none }",
      good: "fallback: { status: unknown }",
    },
  },
  "suppression-without-reason": {
    theme: "Suppressions",
    level: "error",
    set: "recommended",
    page: {
      what: "A `# lint-ignore` comment without a reason, with a rule that does not exist, or written in another form. The run ends with exit code 2.",
      why: "Nobody can tell later whether it still holds.",
      bad: "# lint-ignore recursion",
      good: "# lint-ignore recursion -- discussions have no fixed depth",
    },
  },
  "suppression-unused": {
    theme: "Suppressions",
    level: "warning",
    set: "recommended",
    fix: "removes the comment, or the rule from one that names several",
    page: {
      what: "A `# lint-ignore` comment about something that is not reported, or that cannot be suppressed because `outspec generate` refuses it.",
      why: "It would hide the next finding of the rule at that place.",
      bad: "# lint-ignore missing-description -- see the name\nname: { description: Full name., type: string }",
      good: "name: { description: Full name., type: string }",
    },
  },
};

/** The texts of a prompt, without what is filled in. */
function textsOf(prompt: PromptTemplate): readonly string[] {
  return prompt.messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === "text" ? [part.nodes.map(textOf).join("")] : [])),
  );
}

function textOf(node: TemplateNode): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "value":
      return " {} ";
    case "if":
      return [...node.then, ...node.else].map(textOf).join("");
    case "each":
      return node.body.map(textOf).join("");
  }
}

const word = "[\"'`]?[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,60}[\"'`]?";
const lists = new RegExp(
  `${word}(?:\\s{0,3}(?:,\\s{0,3}(?:or|and)\\s|,|\\||/|\\s(?:or|and)\\s)\\s{0,3}${word}){1,60}`,
  "giu",
);
const longestText = 100_000;

function* repeats(subject: LintSubject): Iterable<LintReport> {
  const { spec } = subject;
  if (spec.prompt === undefined) return;
  const enums = describedNodes(subject).flatMap(({ schema, name }) => {
    const values = schema["enum"];
    if (!isList(values) || values.length < 2) return [];
    const texts = values.filter((value) => typeof value === "string");
    return texts.length === values.length ? [{ name, texts }] : [];
  });
  if (enums.length === 0) return;
  for (const text of textsOf(spec.prompt)) {
    for (const [found] of text.slice(0, longestText).matchAll(lists)) {
      const items = [
        ...new Set(
          found
            .split(/[,|/]|\s(?:or|and)\s/i)
            .map(folded)
            .filter((item) => item !== ""),
        ),
      ];
      if (enums.some(({ texts }) => isSame(texts.map(folded), items))) continue;
      const close = enums.find(({ texts }) => isClose(texts.map(folded), items));
      if (close === undefined) continue;
      yield {
        at: "/prompt",
        what: "key",
        message: `the prompt lists ${items.join(", ")}, and ${close.name === undefined ? "the schema" : JSON.stringify(close.name)} has ${close.texts.join(", ")}`,
        hint: "leave the list to the schema, which the model is shown as well",
      };
    }
  }
}

function folded(text: string): string {
  return text
    .replaceAll(/["'`]/g, "")
    .replace(/^(?:or|and)\s/i, "")
    .trim()
    .toLowerCase();
}

function isSame(values: readonly string[], items: readonly string[]): boolean {
  return values.length === items.length && values.every((value) => items.includes(value));
}

/** Whether a list is so much like the values that they were meant. */
function isClose(values: readonly string[], items: readonly string[]): boolean {
  const shared = items.filter((item) => values.includes(item)).length;
  return shared >= 2 && shared * 2 >= items.length && shared * 2 >= values.length;
}
