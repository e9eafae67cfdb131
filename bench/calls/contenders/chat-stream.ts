import { StringDecoder } from "node:string_decoder";
import type { Show } from "../contender.js";

interface ChatBody {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

interface ChatChunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

/** The body of a bare request. */
export function requestText(stream: boolean): string {
  return JSON.stringify({ model: "m", stream, messages: [{ role: "user", content: "BP 162/98" }] });
}

/** The output in a whole answer. */
export function outputOf(answer: unknown): unknown {
  // What the benchmark's own server sends.
  return JSON.parse((answer as ChatBody).choices[0]?.message.content ?? "");
}

/** Takes the text out of the events as they come and parses it once at the end: the least that a reader can do. */
export async function readStream(body: AsyncIterable<Buffer>, show: Show): Promise<unknown> {
  let text = "";
  let rest = "";
  const decoder = new StringDecoder("utf8");
  for await (const chunk of body) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: {")) continue;
      const event = JSON.parse(line.slice(6)) as ChatChunk;
      const delta = event.choices[0]?.delta.content ?? "";
      if (delta === "") continue;
      text += delta;
      show(undefined);
    }
  }
  return JSON.parse(text);
}
