import { type Message, withoutMark } from "../prompt.ts";

/**
 * What a model is shown: the system messages, then each few-shot example as a question with its answer, then what is
 * asked. `answers` are the examples' outputs as the model's dialect writes them; without them no example is shown.
 *
 * Examples are the same in every call, so where the system message is marked as worth caching the mark also stands at
 * the end of the last example. Marks inside an example's question are left out: providers take four at most.
 */
export function conversation(
  messages: readonly Message[],
  examples: readonly (readonly Message[])[],
  answers: readonly string[] | undefined,
): readonly Message[] {
  if (examples.length === 0 || answers?.length !== examples.length) return messages;
  const system = messages.filter(isSystem);
  const cached = system.some(
    ({ content }) => typeof content !== "string" && content.some(({ cache }) => cache === true),
  );
  const turns = examples.flatMap((example, index): readonly Message[] => {
    const text = answers[index] ?? "";
    const isLast = index === examples.length - 1;
    const content = cached && isLast ? [{ type: "text" as const, text, cache: true }] : text;
    return [...example.filter((message) => !isSystem(message)).map(withoutMarks), { role: "assistant", content }];
  });
  return [...system, ...turns, ...messages.filter((message) => !isSystem(message))];
}

function isSystem({ role }: Message): boolean {
  return role === "system";
}

function withoutMarks({ role, content }: Message): Message {
  return { role, content: typeof content === "string" ? content : content.map(withoutMark) };
}
