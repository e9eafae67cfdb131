import type { DialectName } from "../facts/dialects.ts";

/**
 * What a dialect takes, as far as schemas are written for it at run time. A generated client rewrites more; what cannot
 * be said within these rules is asked for in another way. Source: providers.md, section 12.
 */
export interface Grammar {
  /**
   * Objects: `closed` ones list all their names and say so, `unsaid` ones list all and have no word for it, and `open`
   * ones may be maps.
   */
  readonly objects: "closed" | "open" | "unsaid";
  /** Every property is required; what was optional may be null. */
  readonly requiresAll?: true;
  /** At least one property of every object is required. */
  readonly requiresSome?: true;
  /** The root has to be an object: another one is put under a property of one. */
  readonly objectRoot?: true;
  /** References: any, those that come to an end, or none, so that they are written out. */
  readonly references: "any" | "finite" | "none";
  /** There is no `anyOf`. */
  readonly withoutUnions?: true;
  /** A schema may say nothing, and `enum` may list anything. */
  readonly anything?: true;
  /** There is `prefixItems`. */
  readonly tuples?: true;
  /** Types `enum` may list besides strings and numbers. */
  readonly listsBooleans?: true;
  /** The order of properties is said in `propertyOrdering`. */
  readonly ordering?: true;
  /** Constraints the dialect enforces; others are said in words. */
  readonly keeps: readonly string[];
  readonly formats?: readonly string[];
  readonly limits?: GrammarLimits;
}

/** How much a dialect takes of what it counts. */
export interface GrammarLimits {
  readonly properties?: number;
  readonly optional?: number;
  readonly unions?: number;
  /** Options of one union. */
  readonly options?: number;
  /** Levels of objects and arrays. */
  readonly depth?: number;
  readonly enumValues?: number;
  /** Characters of the whole schema. */
  readonly text?: number;
}

const bounds = ["minimum", "maximum"];
const allBounds = [...bounds, "exclusiveMinimum", "exclusiveMaximum"];
const lengths = ["minLength", "maxLength"];
const counts = ["minItems", "maxItems"];
const times = ["date", "time", "date-time"];
const commonFormats = [...times, "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

const openai: Grammar = {
  objects: "closed",
  requiresAll: true,
  objectRoot: true,
  references: "any",
  listsBooleans: true,
  keeps: [...allBounds, "multipleOf", ...counts],
  formats: commonFormats,
  // 120,000 characters of names and values are allowed; the text has more than these.
  limits: { properties: 5000, depth: 9, enumValues: 1000, text: 120_000 },
};

const anthropic: Grammar = {
  objects: "closed",
  references: "finite",
  listsBooleans: true,
  keeps: [],
  formats: [...commonFormats, "uri"],
  limits: { optional: 10, unions: 16 },
};

/** For what takes almost plain JSON Schema, with an object at the root. */
export const lenient: Grammar = {
  objects: "open",
  objectRoot: true,
  references: "any",
  anything: true,
  tuples: true,
  listsBooleans: true,
  keeps: [...allBounds, "multipleOf", ...lengths, "pattern", ...counts, "uniqueItems"],
  formats: commonFormats,
};

/** The dialects that have rules. The others take the schema as it was authored. */
export const grammars: Readonly<Partial<Record<DialectName, Grammar>>> = {
  "openai-strict": openai,
  "groq-strict": openai,
  "openai-compatible-loose": { ...openai, limits: { depth: 9 } },
  "cerebras-strict": {
    objects: "closed",
    objectRoot: true,
    references: "finite",
    listsBooleans: true,
    keeps: [],
    limits: { options: 5, properties: 500, depth: 9, enumValues: 500, text: 5000 },
  },
  anthropic,
  bedrock: anthropic,
  "gemini-json-schema": {
    objects: "closed",
    objectRoot: true,
    references: "finite",
    ordering: true,
    keeps: [...bounds, ...counts],
  },
  xai: {
    objects: "open",
    objectRoot: true,
    references: "finite",
    listsBooleans: true,
    keeps: allBounds,
    formats: [...times, "email", "uuid", "ipv4", "ipv6", "uri"],
  },
  fireworks: {
    objects: "open",
    objectRoot: true,
    references: "any",
    listsBooleans: true,
    keeps: [...lengths, ...counts],
  },
  cohere: {
    objects: "unsaid",
    requiresSome: true,
    objectRoot: true,
    references: "none",
    withoutUnions: true,
    listsBooleans: true,
    keeps: [],
    formats: [...times, "uuid"],
  },
  mfjs: { objects: "open", objectRoot: true, references: "any", keeps: [] },
  xgrammar: {
    objects: "open",
    references: "any",
    anything: true,
    tuples: true,
    listsBooleans: true,
    keeps: [...allBounds, ...counts],
    formats: [...commonFormats, "uri", "uri-reference", "uri-template", "json-pointer", "relative-json-pointer"],
  },
  "llama-gbnf": {
    objects: "open",
    references: "none",
    anything: true,
    listsBooleans: true,
    keeps: [...lengths, ...counts],
    formats: times,
  },
  "anthropic-tool": lenient,
};
