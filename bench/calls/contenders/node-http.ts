import { Agent, type IncomingMessage, request } from "node:http";
import type { Client, Contender } from "../contender.js";
import { outputOf, readStream, requestText } from "./chat-stream.js";

const agent = new Agent({ keepAlive: true });

function post(url: string, stream: boolean): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = requestText(stream);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    request(`${url}/chat/completions`, { agent, method: "POST", headers })
      .on("response", resolve)
      .on("error", reject)
      .end(text);
  });
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  // Without an encoding a message gives its bytes as they are.
  for await (const part of response) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

async function generate(url: string): Promise<unknown> {
  return outputOf(await readJson(await post(url, false)));
}

async function failOver(primary: string, fallback: string): Promise<unknown> {
  const response = await post(primary, false);
  if (response.statusCode !== 529) throw new Error(`expected 529, got ${response.statusCode}`);
  await readJson(response);
  return await generate(fallback);
}

/** The same as the floor does, over `request()` of `node:http` with an agent that keeps connections alive. */
export function createContender(): Contender {
  return {
    connect: (url): Client => ({
      generate: () => generate(url),
      stream: async (show) => readStream(await post(url, true), show),
    }),
    failover: { "by hand": (primary, fallback) => () => failOver(primary, fallback) },
  };
}
