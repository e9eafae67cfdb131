import type { AddressInfo } from "node:net";
import { createRouter, openai } from "@outspec/runtime";
import { createMemoryReplay, readWebSocket, resumeOverWebSocket, sendOverWebSocket } from "@outspec/runtime/sse";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type PartialPatientSummary, type PatientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { settle } from "./driven-stream.ts";

const answer = '{"vitals_status":"Warning","key_notes":["One note.","Another note."],"requires_visit":true}';
const output = JSON.parse(answer) as PatientSummary;

/** A server that streams a summary over each socket, or goes on with one. */
async function startService() {
  const simulator = await startSimulator({
    deltaSize: [1, 1],
    pace: "manual",
    faults: [{ kind: "text", text: answer, times: 9 }],
  });
  const router = createRouter({ primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }) });
  const replay = createMemoryReplay();
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", async (socket, request) => {
    const lastEventId = new URL(request.url ?? "/", "ws://here").searchParams.get("last-event-id");
    if (await resumeOverWebSocket(lastEventId, socket, { replay })) return;
    await sendOverWebSocket(streamPatientSummary({ notes: "x" }, { router }), socket, {
      replay,
      frameMs: 0,
      resumeWithinMs: 40,
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  // The cast holds: it listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    simulator,
    url: `ws://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
      await simulator.close();
    },
  };
}

describe("an output over a WebSocket", () => {
  it("comes as it does over an event stream, and goes on after the socket broke", async () => {
    await using service = await startService();
    const addresses: string[] = [];
    let socket: WebSocket | undefined;
    const page = readWebSocket<PartialPatientSummary, PatientSummary>(
      ({ lastEventId }) => {
        addresses.push(lastEventId);
        socket = new WebSocket(`${service.url}?last-event-id=${lastEventId}`);
        return socket;
      },
      { wait: async () => {} },
    );
    const request = await service.simulator.received(0);
    const dripping = (async () => {
      while (request.state === "open") {
        await service.simulator.step(1);
        for (let turn = 0; turn < 5; turn++) await settle();
      }
    })();
    let isCut = false;
    for await (const partial of page) {
      if (isCut || partial.key_notes === undefined) continue;
      isCut = true;
      socket?.terminate();
    }
    await dripping;
    expect(await page.result).toEqual({ output, result: null });
    expect(addresses[0]).toBe("");
    expect(addresses.length).toBe(2);
    expect(addresses[1]).toMatch(/^[\w-]+\.\d+$/);
    expect(service.simulator.requests).toHaveLength(1);
  });

  it("ends when the page stops it, and the provider's socket is closed", async () => {
    await using service = await startService();
    const page = readWebSocket<PartialPatientSummary, PatientSummary>(() => new WebSocket(service.url));
    const request = await service.simulator.received(0);
    page.stop();
    await expect(page.result).rejects.toMatchObject({ code: "aborted" });
    expect(await request.closed).toBe("hung-up");
  });

  it("is connected again where a socket that was handed over has closed, and lost nothing that came before", async () => {
    const listeners = new Map<string, (event: { readonly data: unknown }) => void>();
    const socket = {
      addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) =>
        void listeners.set(type, listener),
      close: () => {},
    };
    let connections = 0;
    const page = readWebSocket(
      () => (connections++ === 0 ? { ...socket, readyState: 3, addEventListener: () => {} } : socket),
      { wait: async () => {} },
    );
    await settle();
    const send = (data: string) => listeners.get("message")?.({ data });
    send(":\n\n");
    // Between two microtasks, as Node's next ticks are.
    queueMicrotask(() => {
      send('data:{"root":"a"}\n\n');
      send('data:{"finish":null}\n\n');
      listeners.get("close")?.({ data: undefined });
    });
    expect((await page.result).output).toBe("a");
    expect(connections).toBe(2);
  });

  it("is given up when no socket can be opened", async () => {
    const page = readWebSocket(() => new WebSocket("ws://127.0.0.1:9/"), { retries: 2, wait: async () => {} });
    await expect(page.result).rejects.toMatchObject({ code: "disconnected" });
  });
});
