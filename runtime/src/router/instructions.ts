import type { ProviderRow } from "../facts/provider-row.ts";
import type { Message } from "../prompt.ts";
import type { Rung } from "./mode-ladder.ts";

// Providers with a JSON mode insist on the word "JSON" in a message.
const task = "Answer with JSON that matches the JSON Schema below. Write the JSON value only: no prose, no code fence.";

/**
 * Adds to the messages what the mode needs said: in the modes without a schema in the request, and where the provider does
 * not show it to the model, the schema itself. The text goes to the end of the system message, so that what the developer
 * wrote stays first.
 */
export function instruct(
  messages: readonly Message[],
  rung: Rung,
  { schemaInPrompt }: ProviderRow,
): readonly Message[] {
  if (rung.mode === "tool" || rung.mode === "tool_strict") return messages;
  const isSent = rung.mode === "json_schema" || rung.mode === "json_schema_strict";
  if (isSent && schemaInPrompt !== true) return messages;
  const instruction = `${task}\n<schema>\n${rung.dialect.schema}\n</schema>`;
  const [first, ...rest] = messages;
  if (first?.role !== "system") return [{ role: "system", content: instruction }, ...messages];
  const content =
    typeof first.content === "string"
      ? `${first.content}\n\n${instruction}`
      : [...first.content, { type: "text" as const, text: instruction }];
  return [{ role: "system", content }, ...rest];
}

/** Most characters of an invalid answer that its model is shown again; most windows hold no more. */
const longestShownAgain = 400_000;

/** The turns that follow an invalid answer: the answer itself and what is wrong with it. */
export function reAsk(answer: string, issues: readonly string[]): readonly Message[] {
  const complaint = [
    "That answer does not match the schema:",
    ...issues.map((issue) => `- ${issue}`),
    "Write the whole answer again, corrected.",
  ].join("\n");
  const user: Message = { role: "user", content: complaint };
  // An empty assistant turn is refused by most providers.
  const isShown = answer.trim() !== "" && answer.length <= longestShownAgain;
  return isShown ? [{ role: "assistant", content: answer }, user] : [user];
}
