import type { Transport } from "@outspec/runtime";
import { createFetchTransport } from "@outspec/runtime/transport/fetch";
import { createUndiciTransport } from "@outspec/runtime/transport/undici";
import { describe, expect, it } from "vitest";
import { ask } from "./hostile/ask.ts";
import { type AttackCase, attacks } from "./hostile/attacks.ts";
import { type HostileServer, startHostileServer } from "./hostile/hostile-server.ts";
import { goodPlay } from "./matrix/cell.ts";
import { answer } from "./matrix/measurement.ts";
import { startRawServer } from "./matrix/raw-server.ts";
import { wires } from "./matrix/wires.ts";

// What a provider does here, no provider does by mistake. Each time: the failure has the code that it is, the next model
// answers, what was taken in is bounded, and neither a socket nor a timer is left.

const transports: Readonly<Record<string, Transport>> = {
  undici: createUndiciTransport({ environment: {} }),
  fetch: createFetchTransport((...request) => fetch(...request)),
};

/** Most that a process may grow by, whatever it is sent. The longest body that is read is a sixth of it. */
const mostGrownMb = 400;

async function survive(
  { attack, wire = "chat", mostMb = 1, times = 1, keeps, says, ...codes }: AttackCase,
  way: "stream" | "generate",
  transport: Transport,
): Promise<void> {
  await using bad = await startHostileServer(attack);
  await using good = await startRawServer(() => goodPlay(wires.chat, way));
  const primary = wires[wire].model({ baseUrl: bad.url, apiKey: "key-of-primary", modes: ["prompt"] });
  const fallback = wires.chat.model({ baseUrl: `http://127.0.0.1:${good.port}`, apiKey: "key-of-fallback" });
  const survived = await ask({ way, transport, models: [primary, fallback], isSilent: () => bad.isSilent });

  expect(survived.errors.map((error) => error.code)).toEqual(Array(times).fill(codes[way]));
  const [error] = survived.errors;
  expect(error?.message).toMatch(/^[^\p{Cc}\p{Cf}]{1,1000}$/u);
  if (says !== undefined) expect(error?.message).toMatch(says);
  expect(survived.output).toEqual(answer);
  expect(survived.timersLeft).toBe(0);
  expect(survived.ms).toBeLessThanOrEqual(20_200);
  expect(survived.grownMb).toBeLessThan(mostGrownMb);
  // A response that came whole, whatever it said, leaves its connection for the next request.
  if (keeps === undefined) await noSocketLeft(bad);
  expect(bad.sentBytes / 2 ** 20).toBeLessThan(mostMb);
  expect(good.requests).toBe(1);
}

/** Every connection is closed soon after the call has left it. */
async function noSocketLeft(server: HostileServer): Promise<void> {
  for (let turn = 0; turn < 1_000 && server.openSockets > 0; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(server.openSockets, "sockets left over").toBe(0);
}

describe.each(Object.entries(transports))("through %s", (name, transport) => {
  describe.each(["stream", "generate"] as const)("a %s call survives a provider that", (way) => {
    const cases = Object.entries(attacks).filter(
      ([, { only = way, isHeavy }]) => only === way && (isHeavy === undefined || name === "undici"),
    );
    it.each(cases)("%s", (_what, attack) => survive(attack, way, transport));
  });
});
