import { StringDecoder } from "node:string_decoder";
import { request } from "undici";
import type { Client, Contender, Show } from "../contender.js";

interface ChatBody {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

interface ChatChunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

function post(url: string, stream: boolean): ReturnType<typeof request> {
  return request(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "m", stream, messages: [{ role: "user", content: "BP 162/98" }] }),
  });
}

async function generate(url: string): Promise<unknown> {
  const { body } = await post(url, false);
  const answer = (await body.json()) as ChatBody;
  return JSON.parse(answer.choices[0]?.message.content ?? "");
}

/** Takes the text out of the events as they come and parses it once at the end. */
async function stream(url: string, show: Show): Promise<unknown> {
  const { body } = await post(url, true);
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

async function failOver(primary: string, fallback: string): Promise<unknown> {
  const { statusCode, body } = await post(primary, false);
  if (statusCode !== 529) throw new Error(`expected 529, got ${statusCode}`);
  await body.json();
  return await generate(fallback);
}

/**
 * The least that reading an answer can cost: `request()` of bare undici, each event parsed as it comes, the text parsed
 * as JSON when it is whole. Nothing is validated and no partial is made.
 */
export function createContender(): Contender {
  return {
    connect: (url): Client => ({ generate: () => generate(url), stream: (show) => stream(url, show) }),
    failover: { "by hand": (primary, fallback) => () => failOver(primary, fallback) },
  };
}
