import { change, inGroup } from "./define-rules.ts";
import type { DiffRule } from "./rule.ts";

type Written = Omit<DiffRule, "group">;

/** What is the same in every rule that no reader of outputs can notice by types or values. */
const unseen = { consumer: "safe", stored: "safe", model: true, severity: "behaviour" } as const;

const texts: readonly Written[] = [
  {
    ...unseen,
    id: "description-changed",
    title: "Description changed",
    template: "Description changed[: {diff}]",
    page: {
      what: "A `description`, or a `title` that is sent to the model, reads differently.",
      why: "Descriptions are instructions: for most models they weigh as much as the prompt. Types and kept outputs are the same, answers need not be.",
      bad: change("description: Why, in one sentence", "description: Why, in detail"),
      good: "Change one thing at a time and run your evaluations. A remark for colleagues belongs into a YAML comment, which no model reads.",
    },
  },
  {
    ...unseen,
    id: "schema-examples-changed",
    title: "Examples in the schema changed",
    template: "Examples in the schema changed.",
    page: {
      what: "`examples` of a place in the schema are other ones.",
      why: "Models imitate examples closely, down to their length and wording.",
      bad: change("examples: [Acme Ltd]", "examples: [Acme Ltd, Globex Corporation]"),
      good: "Show examples that differ from each other, so that none is copied, and run your evaluations again.",
    },
  },
  {
    ...unseen,
    id: "prompt-changed",
    consumer: "safe; breaking where a prompt or all variables came or went",
    title: "Prompt changed",
    template: "Prompt changed[: {diff}]",
    page: {
      what: "The template of a user or assistant message reads differently.",
      why: "The model is asked something else. A change of white space alone is said to be one; it still starts a cached prefix anew.",
      bad: change("prompt: Classify the ticket.", "prompt: Classify the ticket. Be brief."),
      good: "Run your evaluations, and keep what does not change at the start of the prompt.",
    },
  },
  {
    ...unseen,
    id: "system-changed",
    title: "System message changed",
    template: "System message changed[: {diff}]",
    page: {
      what: "The template of the system message reads differently.",
      why: "It is in front of every call, so all answers may shift, and the cached prefix starts anew.",
      bad: change("system: You are a clerk.", "system: You are a careful clerk."),
      good: "Run your evaluations before and after, and change one sentence at a time.",
    },
  },
  {
    ...unseen,
    id: "examples-changed",
    title: "Few-shot examples changed",
    template: "Few-shot examples changed[; their number: {what}].",
    page: {
      what: "The pairs of input and output that are sent along as examples are other ones.",
      why: "They shape answers more than most instructions do.",
      bad: change("examples:\n  - { output: { tone: neutral } }", "examples:\n  - { output: { tone: warm } }"),
      good: "Run your evaluations. Keep the examples as different from each other as real inputs are.",
    },
  },
];

const calls: readonly Written[] = [
  {
    ...unseen,
    id: "model-changed",
    title: "Model changed",
    template: "[Model {old} → {new}.][Fallback {fallback} {change}.]",
    page: {
      what: "Another model of the same maker is asked.",
      why: "Quality, speed and price differ, and so may habits your code relies on without knowing.",
      bad: change("primary: maker/one-large", "primary: maker/one-small"),
      good: "Run your evaluations on both models and compare.",
    },
  },
  {
    id: "provider-changed",
    title: "Provider changed",
    consumer: "dangerous; breaking where no router is left, so that every call has to give one",
    stored: "safe",
    model: true,
    severity: "dangerous",
    template: "Provider {old} → {new}.[ Limits and enforcement differ: {list}.]",
    page: {
      what: "The model of another maker, or another kind of endpoint, is asked.",
      why: "What one decoder guarantees another only promises. Outputs are still checked, but more attempts may fail, and limits on schemas differ.",
      bad: change("primary: maker-a/one", "primary: maker-b/two"),
      good: "Read the lines on what each configured model makes of the schema, and run your evaluations there.",
    },
  },
  {
    ...unseen,
    id: "sampling-changed",
    title: "Sampling changed",
    template: "{setting} {old} → {new}.",
    page: {
      what: "A setting by which the model chooses its words changed: temperature, top-p, seed, stop texts, reasoning effort.",
      why: "The same request gives other answers, more or less varied ones.",
      bad: change("settings: { temperature: 0 }", "settings: { temperature: 0.7 }"),
      good: "Run your evaluations several times: one run says little about a higher temperature.",
    },
  },
  {
    id: "max-tokens-lowered",
    title: "Output limit lowered",
    consumer: "dangerous",
    stored: "safe",
    model: true,
    severity: "dangerous",
    twin: "max-tokens-raised",
    template: "Output limit {old} → {new}: outputs may be cut mid-JSON.",
    page: {
      what: "The model may write fewer tokens than before.",
      why: "A JSON text that is cut off is not valid, and it is never repaired into a success here: the attempt fails. Models that think first spend the same allowance on that.",
      bad: change("settings: { maxOutputTokens: 4096 }", "settings: { maxOutputTokens: 512 }"),
      good: "Bound the texts and arrays of the schema instead, and leave the limit well above the longest output you have seen.",
    },
  },
  {
    ...unseen,
    id: "max-tokens-raised",
    title: "Output limit raised",
    twin: "max-tokens-lowered",
    template: "Output limit {old} → {new}: cost ceiling up.",
    page: {
      what: "The model may write more tokens than before.",
      why: "Fewer outputs are cut off; a call that runs away costs more and takes longer.",
      bad: change("settings: { maxOutputTokens: 512 }", "settings: { maxOutputTokens: 4096 }"),
      good: "Set `maxLength` and `maxItems` where the length is known.",
    },
  },
  {
    ...unseen,
    id: "tools-changed",
    title: "Tools changed",
    never: "A spec offers the model no tools beside the output it describes.",
    template: "Tools changed[: {what}].",
    page: {
      what: "Other tools are offered beside the schema of the output.",
      why: "The model may do something else than answer.",
      bad: change("tools: [search]", "tools: [search, browse]"),
      good: "Nothing is to be done here.",
    },
  },
  {
    ...unseen,
    id: "request-changed",
    title: "Request spelled differently",
    template:
      "The schema is spelled differently for {targets}; types and meaning are equal, cached prefixes and compiled grammars start anew.",
    page: {
      what: "The schema means the same and gives the same types, but the bytes that are sent differ: another key order, a definition written out, null spelled another way.",
      why: "Providers keep compiled grammars and cached prompt prefixes by their bytes. The first calls after the change are slower and cost the full price, and a model may answer slightly differently to another spelling.",
      bad: change("type: [string, 'null']", "anyOf: [{ type: string }, { type: 'null' }]"),
      good: "Nothing has to be done. Collect such clean-ups in one change rather than in many.",
    },
  },
];

/** What only the model sees: texts, examples, and how it is sampled. */
export const modelRules: readonly DiffRule[] = inGroup("model", [...texts, ...calls]);
