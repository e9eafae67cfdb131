import type { DialectName } from "../../../runtime/src/facts/dialects.ts";

/** A provider's published numbers for schemas, with where and when they were read. */
export interface PublishedLimits {
  /** Who publishes them. */
  readonly by: string;
  readonly source: string;
  /** The day they were last looked up. */
  readonly read: string;
  /** What is counted, and how much of it is allowed. */
  readonly numbers: Readonly<Record<string, number>>;
}

const readOn = "2026-11-22";

const openai: PublishedLimits = {
  by: "OpenAI",
  source: "OpenAI's page of supported schemas, as kept in UnitVectorY-Labs/jsonschemaprofiles, docs/OPENAI.md",
  read: readOn,
  numbers: {
    properties: 5000,
    "levels of nesting": 10,
    "enum values": 1000,
    "characters in an enum of more than 250 values": 15_000,
    "characters of names and values": 120_000,
  },
};

const anthropic: PublishedLimits = {
  by: "Anthropic",
  source: "answers of the API, and repositories that quote Anthropic's page",
  read: readOn,
  numbers: { "strict tools": 20, "optional properties": 24, "union-typed properties": 16 },
};

/** Published limits by dialect. What is enforced here is what the dialects themselves refuse; see `dialects/limits.ts`. */
export const publishedLimits: Readonly<Partial<Record<DialectName, PublishedLimits>>> = {
  "openai-strict": openai,
  "groq-strict": openai,
  anthropic,
  bedrock: anthropic,
  "cerebras-strict": {
    by: "Cerebras",
    source: "Cerebras' page of structured outputs",
    read: readOn,
    numbers: {
      "characters of the schema": 5000,
      "levels of nesting": 10,
      properties: 500,
      "enum values": 500,
      "characters in an enum of more than 250 values": 7500,
      "options in a union": 5,
    },
  },
  cohere: {
    by: "Cohere",
    source: "cohere-ai/cohere-developer-experience, fern/pages/v2/text-generation/structured-outputs.mdx",
    read: readOn,
    numbers: { "fields of a strict tool": 200 },
  },
};

/** Dialects whose decoder is documented to write properties in the schema's order. The others are silent about it. */
export const keepsOrder: ReadonlySet<DialectName> = new Set<DialectName>([
  "openai-strict",
  "gemini-json-schema",
  "gemini-openapi",
  "xgrammar",
  "llama-gbnf",
]);

/** Models that their makers have announced the end of. */
export const deprecatedModels: readonly {
  readonly match: RegExp;
  readonly ends: string;
  readonly source: string;
}[] = [
  {
    match: /^(?:anthropic|bedrock|vertex)\/.*claude-sonnet-4-5/,
    ends: "2026-11-30",
    source: "Anthropic's TypeScript SDK 1.12",
  },
];

/** Names that a maker points to another model from time to time. */
export const movingModels: RegExp = /(?:^|[-:/])latest$|\/(?:auto|default)$/;
