import type { Level } from "../../../../generator/src/review/difference.ts";
import type { Files } from "./review-files.ts";

/** A change of a project's files that one rule names, and a change close to it that the rule does not name. */
export interface FileRuleCase {
  readonly rule: string;
  readonly before: Files;
  readonly after: Files;
  readonly at: string;
  readonly levels: readonly [consumer: Level, stored: Level];
  /** What the project becomes instead. */
  readonly near: Files;
}

const [safe, dangerous, breaking] = ["safe", "dangerous", "breaking"] as const;

const output = `output:
  type: object
  additionalProperties: false
  required: [tone]
  properties:
    tone: { type: string, enum: [calm, angry] }
`;
const spec = `prompt:
  system: You are a careful reader.
  user: "What is the tone of this? {{ text }}"
settings: { temperature: 0, maxOutputTokens: 400 }
examples:
  - input: { text: Thanks a lot. }
    output: { tone: calm }
${output}`;
const router = `router:
  primary: openai/gpt-5.4
  attempts: 2
`;

/** A project of one spec, with some of its files changed. */
function project(change: Files = {}): Files {
  return { "outspec.yaml": router, "schemas/tone.yaml": spec, ...change };
}

function specWith(old: string, now: string): Files {
  if (!spec.includes(old)) throw new Error(`the spec has no ${old}`);
  return project({ "schemas/tone.yaml": spec.replace(old, now) });
}

function configWith(text: string): Files {
  return project({ "outspec.yaml": text });
}

const at = project();
const edited = specWith("What is", "Which is");

const aboutSpecs: readonly FileRuleCase[] = [
  {
    rule: "spec-added",
    before: at,
    after: project({ "schemas/other.yaml": output.replaceAll("tone", "mood").replace("calm", "low") }),
    at: "",
    levels: [safe, safe],
    near: edited,
  },
  {
    rule: "spec-removed",
    before: project({ "schemas/other.yaml": output.replaceAll("tone", "mood").replace("calm", "low") }),
    after: at,
    at: "",
    levels: [breaking, dangerous],
    near: project({ "schemas/below/other.yaml": output.replaceAll("tone", "mood").replace("calm", "low") }),
  },
  {
    rule: "spec-moved",
    before: at,
    after: project({ "schemas/tone.yaml": undefined, "schemas/texts/tone.yaml": spec }),
    at: "",
    levels: [safe, safe],
    near: edited,
  },
  {
    rule: "spec-id-changed",
    before: at,
    after: project({ "schemas/tone.yaml": `name: TextTone\n${spec}` }),
    at: "/name",
    levels: [breaking, safe],
    near: project({ "schemas/tone.yaml": `name: Tone\n${spec}` }),
  },
  {
    rule: "stream-hold-changed",
    before: at,
    after: specWith("tone: { type", "tone: { x-stream: complete, type"),
    at: "/output/properties/tone",
    levels: [safe, safe],
    near: specWith("tone: { type", "tone: { x-note: held, type"),
  },
  {
    rule: "stability-changed",
    before: at,
    after: project({ "schemas/tone.yaml": `stability: experimental\n${spec}` }),
    at: "/stability",
    levels: [safe, safe],
    near: project({ "schemas/tone.yaml": `stability: stable\n${spec}` }),
  },
];

const aboutPrompts: readonly FileRuleCase[] = [
  {
    rule: "prompt-changed",
    before: at,
    after: edited,
    at: "/prompt/user",
    levels: [safe, safe],
    near: specWith("careful", "calm"),
  },
  {
    rule: "system-changed",
    before: at,
    after: specWith("careful", "very careful"),
    at: "/prompt/system",
    levels: [safe, safe],
    near: edited,
  },
  {
    rule: "examples-changed",
    before: at,
    after: specWith("Thanks a lot.", "Go away!"),
    at: "/examples",
    levels: [safe, safe],
    near: specWith(
      "  - input: { text: Thanks a lot. }\n    output: { tone: calm }",
      "  - output: { tone: calm }\n    input:\n      text: Thanks a lot.",
    ),
  },
  {
    rule: "sampling-changed",
    before: at,
    after: specWith("temperature: 0,", "temperature: 0.7,"),
    at: "/settings/temperature",
    levels: [safe, safe],
    near: specWith("temperature: 0,", "temperature: 0.0,"),
  },
  {
    rule: "max-tokens-lowered",
    before: at,
    after: specWith("400", "40"),
    at: "/settings/maxOutputTokens",
    levels: [dangerous, safe],
    near: specWith("400", "4000"),
  },
  {
    rule: "max-tokens-raised",
    before: at,
    after: specWith("400", "4000"),
    at: "/settings/maxOutputTokens",
    levels: [safe, safe],
    near: specWith("400", "40"),
  },
];

const aboutModels: readonly FileRuleCase[] = [
  {
    rule: "model-changed",
    before: at,
    after: configWith(router.replace("gpt-5.4", "gpt-5.4-mini")),
    at: "/router/primary",
    levels: [safe, safe],
    near: configWith(router.replace("attempts: 2", "attempts: 3")),
  },
  {
    rule: "provider-changed",
    before: at,
    after: configWith(router.replace("openai/gpt-5.4", "anthropic/claude-haiku-5-5")),
    at: "/router/primary",
    levels: [dangerous, safe],
    near: configWith(router.replace("gpt-5.4", "gpt-5.4-mini")),
  },
  {
    rule: "delivery-changed",
    before: at,
    after: configWith(router.replace("attempts: 2", "attempts: 3")),
    at: "/router/attempts",
    levels: [safe, safe],
    near: configWith(`# Asked twice.\n${router}`),
  },
  {
    rule: "review-config-relaxed",
    before: at,
    after: configWith(`${router}review: { failOn: never }\n`),
    at: "/review/failOn",
    levels: [safe, safe],
    near: configWith(`${router}review: { failOn: dangerous }\n`),
  },
];

/** The same with some optional properties: Anthropic's own form of a schema takes no more than ten. */
function withOptional(count: number): string {
  return output + Array.from({ length: count }, (_, index) => `    note_${index}: { type: string }\n`).join("");
}
const long = Array.from({ length: 40 }, (_, index) => `member_number_${index}`).join(", ");
const only = (primary: string, schema: string): Files => ({
  "outspec.yaml": `router:\n  primary: ${primary}\n`,
  "schemas/tone.yaml": schema,
});
const claude = "anthropic/claude-haiku-5-5";
const nativeOnly = `{ model: ${claude}, modes: [json_schema] }`;

const aboutProviders: readonly FileRuleCase[] = [
  {
    rule: "provider-strict-lost",
    before: only(claude, withOptional(10)),
    after: only(claude, withOptional(11)),
    at: "/output/properties/note_10",
    levels: [dangerous, safe],
    near: only(claude, withOptional(9)),
  },
  {
    rule: "provider-strict-gained",
    before: only(claude, withOptional(11)),
    after: only(claude, withOptional(10)),
    at: "/output/properties/note_10",
    levels: [breaking, breaking],
    near: only(claude, withOptional(12)),
  },
  {
    rule: "provider-rejects",
    before: only(nativeOnly, withOptional(10)),
    after: only(nativeOnly, withOptional(11)),
    at: "/output/properties/note_10",
    levels: [breaking, safe],
    near: only(nativeOnly, withOptional(9)),
  },
  {
    rule: "provider-keyword-unenforced",
    before: only(claude, output.replace("enum: [calm, angry]", "minLength: 1")),
    after: only(claude, output.replace("enum: [calm, angry]", "minLength: 1, maxLength: 20")),
    at: "/output/properties/tone",
    levels: [safe, breaking],
    near: only(claude, output.replace("enum: [calm, angry]", "minLength: 1, enum: [calm]")),
  },
  {
    rule: "schema-cost-changed",
    before: only("openai/gpt-5.4", output),
    after: only("openai/gpt-5.4", output.replace("[calm, angry]", `[calm, angry, ${long}]`)),
    at: "/output/properties/tone",
    levels: [breaking, safe],
    near: only("openai/gpt-5.4", output.replace("[calm, angry]", "[calm, angry, sad]")),
  },
  {
    rule: "request-changed",
    before: only("openai/gpt-5.4", output.replace("type: string, enum: [calm, angry]", "type: [string, 'null']")),
    after: only(
      "openai/gpt-5.4",
      output.replace("type: string, enum: [calm, angry]", "anyOf: [{ type: string }, { type: 'null' }]"),
    ),
    at: "/output",
    levels: [safe, safe],
    near: only(
      "openai/gpt-5.4",
      `# The tone.\n${output.replace("{ type: string, enum: [calm, angry] }", "\n      type:\n        - string\n        - 'null'")}`,
    ),
  },
];

/** One change for each rule that looks at more than schemas. */
export const fileRuleCases: readonly FileRuleCase[] = [
  ...aboutSpecs,
  ...aboutPrompts,
  ...aboutModels,
  ...aboutProviders,
];
