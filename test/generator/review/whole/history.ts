import type { Files } from "./review-files.ts";

/** What a commit is expected to look like to a review against the one before. */
export interface Expected {
  readonly exit: number;
  /** Arguments besides those that name the base and the formats. */
  readonly args?: readonly string[];
  /** Of each spec that is reported: `consumer/stored severity`. */
  readonly specs: Readonly<Record<string, string>>;
  /** `rule place` of all findings, sorted; a place in the configuration starts with its file. */
  readonly findings: readonly string[];
}

/** One commit of the history. */
export interface Commit {
  readonly message: string;
  readonly files: Files;
  readonly expected: Expected;
}

export const config = `schemas: schemas
output: generated
router:
  primary: openai/gpt-5.4
  fallbacks:
    - anthropic/claude-haiku-5-5
`;

export const triage = `description: Where a support ticket goes, and how soon somebody has to look at it.
prompt:
  system: You triage tickets of a clinic.
  user: "{{ ticket }}"
settings:
  temperature: 0
  maxOutputTokens: 800
output:
  type: object
  additionalProperties: false
  required: [reasoning, category, priority, customer]
  properties:
    reasoning: { type: string, description: "Why, in two sentences." }
    category: { type: string, enum: [billing, bug, question] }
    priority: { type: string, enum: [low, high] }
    customer: { $ref: "./_customer.yaml#/$defs/Customer" }
`;

const customer = `output:
  $defs:
    Customer:
      description: Who wrote the ticket.
      type: object
      additionalProperties: false
      required: [name, tier]
      properties:
        name: { type: string }
        tier: { type: string, enum: [free, paid] }
`;

const draft = `stability: experimental
prompt: "Draft a reply to this: {{ ticket }}"
output:
  type: object
  additionalProperties: false
  required: [subject, body]
  properties:
    subject: { type: string, maxLength: 80 }
    body: { type: string }
`;

const clear = triage.replace("Why, in two sentences.", "Why, in two short sentences.");
export const urgent = clear.replace("[low, high]", "[low, high, urgent]");
const withOwner = urgent.replace(
  "    customer: {",
  "    owner: { type: string, description: Who takes it. }\n    customer: {",
);
const moved = withOwner.replace("./_customer.yaml", "../_customer.yaml");
const warm = moved
  .replace("of a clinic.", "of a clinic. Be kind.")
  .replace("temperature: 0", "temperature: 0.3")
  .replace("maxOutputTokens: 800", "maxOutputTokens: 200");
/** The same in another style. */
const restyled = warm.replace(
  "    priority: { type: string, enum: [low, high, urgent] }",
  "    priority:\n      # How soon.\n      enum:\n        - low\n        - high\n        - urgent\n      type: string",
);

/** The first commit. */
export const start: Files = {
  "outspec.yaml": config,
  "schemas/triage.yaml": triage,
  "schemas/_customer.yaml": customer,
  "schemas/reply-draft.yaml": draft,
};

/** What came after the first commit, one change at a time; an acceptance and its end are told apart in the test. */
export const commits: readonly Commit[] = [
  {
    message: "Ask for short reasons",
    files: { "schemas/triage.yaml": clear },
    expected: {
      exit: 0,
      specs: { Triage: "safe/safe behaviour" },
      findings: ["description-changed /output/properties/reasoning"],
    },
  },
  {
    message: "Know urgent tickets",
    files: { "schemas/triage.yaml": urgent },
    expected: {
      exit: 1,
      specs: { Triage: "breaking/safe breaking" },
      findings: ["enum-value-added /output/properties/priority"],
    },
  },
  {
    message: "Name an owner where there is one",
    files: { "schemas/triage.yaml": withOwner },
    expected: {
      exit: 0,
      specs: { Triage: "safe/safe behaviour" },
      findings: ["property-added-optional /output/properties/owner"],
    },
  },
  {
    message: "Try replies without a subject",
    files: {
      "schemas/reply-draft.yaml": draft
        .replace("[subject, body]", "[body]")
        .replace("    subject: { type: string, maxLength: 80 }\n", ""),
    },
    expected: {
      exit: 0,
      specs: { ReplyDraft: "breaking/breaking breaking" },
      findings: ["property-removed /output/properties/subject"],
    },
  },
  {
    message: "Put what is about support into a folder",
    files: { "schemas/triage.yaml": undefined, "schemas/support/triage.yaml": moved },
    expected: { exit: 0, specs: { Triage: "safe/safe safe" }, findings: ["spec-moved "] },
  },
  {
    message: "Tell trial customers apart",
    files: { "schemas/_customer.yaml": customer.replace("[free, paid]", "[free, trial, paid]") },
    expected: {
      exit: 1,
      // The shared file exports the type, and the other spec hands it on.
      specs: { Customer: "breaking/safe breaking", Triage: "breaking/safe breaking" },
      findings: [
        "enum-value-added /output/$defs/Customer/properties/tier",
        "enum-value-added /output/$defs/Customer/properties/tier",
      ],
    },
  },
  {
    message: "Be kind, and brief",
    files: { "schemas/support/triage.yaml": warm },
    expected: {
      exit: 1,
      args: ["--fail-on", "dangerous"],
      specs: { Triage: "dangerous/safe dangerous" },
      findings: [
        "max-tokens-lowered /settings/maxOutputTokens",
        "sampling-changed /settings/temperature",
        "system-changed /prompt/system",
      ],
    },
  },
  {
    message: "Ask the smaller model",
    files: { "outspec.yaml": config.replace("gpt-5.4", "gpt-5.4-mini") },
    expected: { exit: 0, specs: {}, findings: ["model-changed outspec.yaml /router/primary"] },
  },
  {
    message: "Write it in block style",
    files: { "schemas/support/triage.yaml": restyled },
    expected: { exit: 0, specs: {}, findings: [] },
  },
  {
    message: "Drop drafts",
    files: { "schemas/reply-draft.yaml": undefined },
    expected: { exit: 0, specs: { ReplyDraft: "breaking/dangerous breaking" }, findings: ["spec-removed "] },
  },
];
