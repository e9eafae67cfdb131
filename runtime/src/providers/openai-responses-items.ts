import { asList, asObject, asText, type JsonObject } from "./json-values.ts";

/** What an item of the output can say: a message its text or a refusal, a call its arguments, a reasoning item its thoughts. */
export type Kind = "text" | "refusal" | "arguments" | "thoughts" | "summary";

/** The items an answer is made of; the list of others grows. */
export type ItemType = "message" | "function_call" | "reasoning";

/** An event that brings a piece of a text, or all of one part of it again. */
export interface TextEvent {
  readonly item: ItemType;
  readonly kind: Kind;
  readonly field: string;
  readonly isWhole: boolean;
}

/** The events that bring text, by name. Source: providers.md, section 6.3. */
export const textEvents: ReadonlyMap<string, TextEvent> = new Map([
  ["response.output_text.delta", { item: "message", kind: "text", field: "delta", isWhole: false }],
  ["response.output_text.done", { item: "message", kind: "text", field: "text", isWhole: true }],
  ["response.refusal.delta", { item: "message", kind: "refusal", field: "delta", isWhole: false }],
  ["response.refusal.done", { item: "message", kind: "refusal", field: "refusal", isWhole: true }],
  [
    "response.function_call_arguments.delta",
    { item: "function_call", kind: "arguments", field: "delta", isWhole: false },
  ],
  [
    "response.function_call_arguments.done",
    { item: "function_call", kind: "arguments", field: "arguments", isWhole: true },
  ],
  ["response.reasoning_text.delta", { item: "reasoning", kind: "thoughts", field: "delta", isWhole: false }],
  ["response.reasoning_text.done", { item: "reasoning", kind: "thoughts", field: "text", isWhole: true }],
  ["response.reasoning_summary_text.delta", { item: "reasoning", kind: "summary", field: "delta", isWhole: false }],
  ["response.reasoning_summary_text.done", { item: "reasoning", kind: "summary", field: "text", isWhole: true }],
]);

/** The type of an item that is part of an answer, or nothing. */
export function itemType({ type }: JsonObject): ItemType | undefined {
  return type === "message" || type === "function_call" || type === "reasoning" ? type : undefined;
}

/** All that a complete item says, by kind. Source: providers.md, section 6.2. */
export function wholeTexts(type: ItemType, item: JsonObject): readonly (readonly [Kind, string])[] {
  switch (type) {
    case "message":
      return [
        ["text", joined(item["content"], "text")],
        ["refusal", joined(item["content"], "refusal")],
      ];
    case "function_call": {
      const { arguments: written } = item;
      return [["arguments", typeof written === "string" || !written ? String(written ?? "") : JSON.stringify(written)]];
    }
    case "reasoning":
      return [
        ["thoughts", joined(item["content"], "text")],
        ["summary", joined(item["summary"], "text")],
      ];
  }
}

function joined(parts: unknown, field: string): string {
  return asList(parts)
    .map((part) => asText(asObject(part)?.[field]) ?? "")
    .join("");
}
