import type { Json } from "../../../runtime/src/schema/json.ts";

const efforts: readonly Json[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** The settings a spec or a model can have, by name, as JSON Schemas. */
export const settingsFormat: { readonly [name: string]: Json } = {
  temperature: {
    type: "number",
    minimum: 0,
    maximum: 2,
    description: "How freely the model chooses its words. 0 is the least.",
  },
  topP: { type: "number", minimum: 0, maximum: 1, description: "Share of the likeliest words that are considered." },
  maxOutputTokens: { type: "integer", minimum: 1, description: "Most tokens the answer may have." },
  seed: { type: "integer", description: "Asks for the same answer to the same question, where a provider can." },
  stop: {
    type: "array",
    items: { type: "string", minLength: 1 },
    minItems: 1,
    description: "Texts at which the answer ends.",
  },
  reasoningEffort: { enum: efforts, description: "How much the model may think before it answers." },
};
