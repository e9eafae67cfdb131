import type { OutputSpec } from "@outspec/runtime";
import { type Codec, contractVersion, defineOutput, type OutputCall, type Validate } from "@outspec/runtime/codegen";
import { Ajv } from "ajv";

/** An output with a text, a number and a list: a place for every fault. */
export interface Measurement {
  readonly name: string;
  readonly score: number;
  readonly tags: readonly string[];
}

/** What the models of the matrix answer. */
export const answer: Measurement = { name: "Ada Lovelace", score: 12.5, tags: ["one", "two"] };
export const answerText: string = JSON.stringify(answer);

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "score", "tags"],
  properties: {
    name: { type: "string" },
    score: { type: "number" },
    tags: { type: "array", items: { type: "string" } },
  },
} as const;

const validate: Validate = new Ajv({ allErrors: true }).compile(schema);
const dialect = { schema: JSON.stringify(schema) };

const codec: Codec = {
  contract: contractVersion,
  name: "Measurement",
  hash: "00000000feedface",
  table: [
    {
      kind: "object",
      properties: { name: 1, score: 2, tags: 3 },
      required: ["name", "score", "tags"],
      rest: "reject",
    },
    { kind: "text" },
    { kind: "whole", types: ["number"] },
    { kind: "array", items: 1 },
  ],
  validate,
  dialects: {
    "openai-compatible-loose": dialect,
    "openai-strict": dialect,
    anthropic: dialect,
    "llama-gbnf": dialect,
    prompt: dialect,
  },
};

const spec: OutputSpec<Measurement> = defineOutput({
  name: "Measurement",
  schema,
  validate,
  table: codec.table,
});

/** The call that all cells of the matrix make. */
export const measure: OutputCall<Measurement, void> = { spec, codec, prompt: () => "Measure." };
