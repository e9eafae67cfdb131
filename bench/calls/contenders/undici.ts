import { request } from "undici";
import type { Client, Contender } from "../contender.js";
import { outputOf, readStream, requestText } from "./chat-stream.js";

function post(url: string, stream: boolean): ReturnType<typeof request> {
  return request(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: requestText(stream),
  });
}

async function generate(url: string): Promise<unknown> {
  const { body } = await post(url, false);
  return outputOf(await body.json());
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
    connect: (url): Client => ({
      generate: () => generate(url),
      stream: async (show) => readStream((await post(url, true)).body, show),
    }),
    failover: { "by hand": (primary, fallback) => () => failOver(primary, fallback) },
  };
}
