import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setUpExample } from "./example.ts";
import {
  describeHangUp,
  describeResumption,
  describeServer,
  type ExampleServer,
  leavePage,
  startServer,
} from "./server-contract.ts";

let server: ExampleServer;

/** A port that is free now: the start script of Next.js does not say which one it took. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, resolve));
  // A server that listens on a port has this form of address.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// The real `next build` and `next start`.
beforeAll(async () => {
  server = await startServer(await setUpExample("next", "hard"), async () => ["--port", String(await freePort())]);
}, 180_000);

afterAll(() => server[Symbol.asyncDispose]());

describeServer("next", () => server);
describeHangUp("next", () => server);
describeResumption("next", () => server);

describe("the example next", () => {
  it("stops the model when a page leaves in the middle of a stream and does not come back for ten seconds", async () => {
    expect(await leavePage(server)).toBe("hung-up");
  }, 30_000);
});
