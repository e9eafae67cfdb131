/**
 * The provider of the benchmark, in a process of its own: answers `/SIZE/v1/chat/completions` as OpenAI would, with an
 * object of SIZE bytes, streamed in deltas of 20 characters when asked to. Prints its port.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eventsOf, threadOf } from "./objects.js";

const small = JSON.stringify({ vitals_status: "Warning", key_notes: ["Blood pressure 162/98."], requires_visit: true });

const streams = new Map<string, string>();
function streamOf(size: string): string {
  const known = streams.get(size);
  if (known !== undefined) return known;
  const body = eventsOf(size === "small" ? small : JSON.stringify(threadOf(Number(size)))).join("");
  streams.set(size, body);
  return body;
}

const unary = JSON.stringify({
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: small }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 30, total_tokens: 70 },
});

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const size = request.url?.split("/")[1] ?? "small";
  if (body.includes('"stream":true')) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(streamOf(size));
  } else {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(unary);
  }
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
