import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { createRouter, openaiCompatible, type Router } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { generatePatientSummary } from "../../generated/index.ts";
import { createFakeClock, type FakeClock } from "../runtime/fake-clock.ts";
import { notes } from "./stage.ts";

/** A listener that has stopped: it accepts nothing, so that who connects waits, once the kernel's short queue is full. */
interface DeafServer extends AsyncDisposable {
  readonly port: number;
}

const listen =
  "const s = require('node:net').createServer();" +
  "s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port));";

async function startDeafServer(): Promise<DeafServer> {
  const listener = spawn(process.execPath, ["-e", listen], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(listener.stdout), "line");
  const port = Number(line);
  listener.kill("SIGSTOP");
  // A queue of 1 takes two.
  const queued = [0, 1].map(() => connect(port, "127.0.0.1"));
  await Promise.all(queued.map((socket) => once(socket, "connect")));
  await turns();
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of queued) socket.destroy();
      const gone = once(listener, "exit");
      listener.kill("SIGKILL");
      await gone;
    },
  };
}

function routerTo({ port }: DeafServer, clock: FakeClock): Router {
  const primary = openaiCompatible("m", { name: "local", baseUrl: `http://127.0.0.1:${port}`, apiKey: "k" });
  // Every call gets as far as connecting.
  return createRouter({ primary, attempts: 1, clock, breaker: { failures: 1_000 } });
}

function connecting(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "ConnectWrap").length;
}

async function turns(): Promise<void> {
  for (let count = 0; count < 20; count++) await new Promise((resolve) => setImmediate(resolve));
}

async function untilConnecting(count: number): Promise<void> {
  const since = performance.now();
  while (connecting() < count) {
    if (performance.now() - since > 10_000) throw new Error("nobody connects");
    await turns();
  }
}

/** Makes calls one after the other, each of which ends at its connect deadline. Gives how many connect at the end. */
async function connectingAfter(calls: number, server: DeafServer): Promise<number> {
  const clock = createFakeClock();
  const router = routerTo(server, clock);
  for (let count = 0; count < calls; count++) {
    const before = connecting();
    const call = generatePatientSummary({ notes }, { router, timeouts: { connectMs: 1_000 } });
    const failure = call.catch((error: unknown) => error);
    await untilConnecting(before + 1);
    clock.advance(1_000);
    expect(await failure).toMatchObject({ attempts: [{ error: { code: "timeout" } }] });
    await turns();
  }
  return connecting();
}

// How long the kernel's queue is differs from one system to the next.
describe.skipIf(process.platform !== "linux")("calls that end while they connect", () => {
  it("close their sockets", async () => {
    await using server = await startDeafServer();
    expect(await connectingAfter(5, server)).toBe(0);
  });

  it("close their sockets although another call still waits for the same provider", async () => {
    await using server = await startDeafServer();
    const patient = new AbortController();
    const waiting = generatePatientSummary(
      { notes },
      { router: routerTo(server, createFakeClock()), signal: patient.signal },
    );
    waiting.catch(() => {});
    await untilConnecting(1);
    try {
      expect(await connectingAfter(5, server)).toBe(1);
    } finally {
      patient.abort();
      await waiting.catch(() => {});
      await turns();
    }
  });
});
