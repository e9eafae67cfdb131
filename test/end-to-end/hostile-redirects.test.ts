import {
  anthropic,
  azure,
  bedrock,
  cohere,
  google,
  type Model,
  type ModelOptions,
  mistral,
  openai,
  openaiCompatible,
  type Transport,
  vertex,
} from "@outspec/runtime";
import { createFetchTransport } from "@outspec/runtime/transport/fetch";
import { createUndiciTransport } from "@outspec/runtime/undici";
import { describe, expect, it } from "vitest";
import { ask } from "./hostile/ask.ts";
import { startHostileServer } from "./hostile/hostile-server.ts";
import { goodPlay } from "./matrix/cell.ts";
import { answer } from "./matrix/measurement.ts";
import { head, startRawServer } from "./matrix/raw-server.ts";
import { wires } from "./matrix/wires.ts";

// A redirect is followed nowhere, not even on its own host: keys and prompts go to the address they were meant for.

const key = "sk-this-key-must-not-travel";

/** A model for each way of showing who asks. */
const models: Readonly<Record<string, (options: ModelOptions & { readonly baseUrl: string }) => Model>> = {
  "authorization: Bearer": (options) => openai("gpt-5.4-mini", options),
  "authorization: Bearer, of another provider": (options) => mistral("mistral-small-2603", options),
  "authorization: Bearer, of a server of one's own": (options) => openaiCompatible("m", { name: "own", ...options }),
  "x-api-key": (options) => anthropic("claude-haiku-5-5", options),
  "api-key": (options) => azure("gpt-5.4-mini", options),
  "x-goog-api-key": (options) => google("gemini-3.8-flash", options),
  "an access token": ({ apiKey: _, ...options }) => vertex("gemini-3.8-flash", { ...options, accessToken: key }),
  "a bearer key of AWS": (options) => bedrock("us.amazon.nova-pro-v1:0", options),
  "authorization: bearer, of Cohere": (options) => cohere("command-a-03-2025", options),
  "a header of one's own": ({ apiKey: _, ...options }) =>
    openaiCompatible("m", { name: "own", ...options, headers: { "x-gateway-key": key } }),
};

const transports: Readonly<Record<string, Transport>> = {
  undici: createUndiciTransport({ environment: {} }),
  fetch: createFetchTransport((...request) => fetch(...request)),
};

describe.each(Object.entries(transports))("through %s, a redirect", (_name, transport) => {
  describe.each(Object.entries(models))("of a request with %s", (_scheme, modelOf) => {
    it.each([301, 302, 303, 307, 308])("with status %d is not followed, to whatever host", async (status) => {
      await using elsewhere = await startHostileServer((socket) => void socket.end("HTTP/1.1 200 OK\r\n\r\n"));
      await using good = await startRawServer(() => goodPlay(wires.chat, "stream"));
      for (const location of [
        `${elsewhere.url}/v1`,
        "/elsewhere",
        `//${new URL(elsewhere.url).host}/`,
        "http://",
        "\t",
      ]) {
        await using server = await startHostileServer((socket) => {
          socket.write(head(status, { location, "content-length": 0, "set-cookie": "session=stolen; Path=/" }));
        });
        const primary = modelOf({ baseUrl: server.url, apiKey: key, modes: ["prompt"] });
        const fallback = wires.chat.model({ baseUrl: `http://127.0.0.1:${good.port}`, apiKey: "k", modes: ["prompt"] });
        const { errors, output, timersLeft } = await ask({
          way: "stream",
          transport,
          models: [primary, fallback],
          isSilent: () => false,
        });
        expect(errors).toMatchObject([{ code: "bad-request", status }]);
        expect(errors[0]?.message).not.toContain(key);
        expect([output, timersLeft]).toEqual([answer, 0]);
        expect(server.requests).toBe(1);
        expect(server.received).toContain(key);
      }
      expect(elsewhere.received).toBe("");
    });
  });

  it("says where it leads, without what may be a secret of that address", async () => {
    await using server = await startHostileServer((socket) => {
      const location = "https://user:pass@login.example.com/secret?token=abc";
      socket.write(head(302, { location, "content-length": 0 }));
    });
    await using good = await startRawServer(() => goodPlay(wires.chat, "stream"));
    const { errors } = await ask({
      way: "stream",
      transport,
      models: [
        wires.chat.model({ baseUrl: server.url, apiKey: key, modes: ["prompt"] }),
        wires.chat.model({ baseUrl: `http://127.0.0.1:${good.port}`, apiKey: "k", modes: ["prompt"] }),
      ],
      isSilent: () => false,
    });
    expect(errors[0]?.message).toBe(
      "the server sends us to login.example.com (302), and redirects are not followed: check the base URL",
    );
  });

  it("or any answer that sets a cookie has it forgotten", async () => {
    await using server = await startHostileServer((socket) => {
      const body = wires.chat.opening + wires.chat.delta(JSON.stringify(answer)) + wires.chat.finish("stop");
      const headers = { "content-type": "text/event-stream", "content-length": Buffer.byteLength(body) };
      socket.write(head(200, { ...headers, "set-cookie": "session=stolen; Path=/" }) + body);
    });
    const primary = wires.chat.model({ baseUrl: server.url, apiKey: key, modes: ["prompt"] });
    for (let count = 0; count < 2; count++) {
      const { output } = await ask({ way: "stream", transport, models: [primary], isSilent: () => false });
      expect(output).toEqual(answer);
    }
    expect(server.requests).toBe(2);
    expect(server.received).not.toMatch(/cookie/i);
  });
});
