import { startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSummary } from "./ask.ts";
import { setUpExample } from "./example.ts";
import {
  describeHangUp,
  describeResumption,
  describeServer,
  describeShutdown,
  type ExampleServer,
  leavePage,
  startServer,
} from "./server-contract.ts";

const servers = new Map<string, ExampleServer>();

function serverOf(name: string): ExampleServer {
  const server = servers.get(name);
  if (server === undefined) throw new Error(`${name} was not started`);
  return server;
}

const names = ["express", "fastify", "hono", "lambda"];

beforeAll(async () => {
  for (const name of names) servers.set(name, await startServer(await setUpExample(name)));
}, 120_000);

afterAll(async () => {
  for (const server of servers.values()) await server[Symbol.asyncDispose]();
});

for (const name of names) describeServer(name, () => serverOf(name));

describe("a page of a server that can be told so", () => {
  // Lambda does not tell a function that its client has left.
  const told = names.filter((name) => name !== "lambda");

  for (const name of told) {
    describeHangUp(name, () => serverOf(name));
    describeResumption(name, () => serverOf(name));
    describeShutdown(name, () => serverOf(name));
  }

  it("stops the model when it leaves in the middle of a stream and does not come back for ten seconds", async () => {
    // All at once, as each is waited for.
    const ends = await Promise.all(told.map((name) => leavePage(serverOf(name))));
    expect(ends).toEqual(told.map(() => "hung-up"));
  }, 30_000);
});

describe("the example lambda", () => {
  it("tells a page in time that the function's own time is over, and stops the model", async () => {
    const faults = [{ kind: "stall", afterDeltas: 3, ms: Number.POSITIVE_INFINITY }] as const;
    await using simulator = await startSimulator({ faults });
    const { url } = await serverOf("lambda").example.serve(simulator, { TIMEOUT_SECONDS: "1.5" });
    await expect(readSummary(url).result).rejects.toMatchObject({ code: "timeout" });
    expect(await simulator.requests[0]?.closed).toBe("hung-up");
  });
});
