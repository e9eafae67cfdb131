import { connect } from "node:net";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { patientSummary } from "../../../generated/index.ts";
import { askSummary, fetchStream, readBrokenSummary, readSummary } from "./ask.ts";
import type { Example, Program } from "./example.ts";

/** A server of an example, with a simulator of its own. */
export interface ExampleServer extends AsyncDisposable {
  readonly example: Example;
  readonly simulator: Simulator;
  readonly program: Program;
  /** Starts it once more, with another simulator. */
  serve(simulator: Simulator): Promise<Program>;
}

/** Starts an example's server and the simulator of its models. `more` gives arguments after those of its own script. */
export async function startServer(
  example: Example,
  more: () => Promise<readonly string[]> = async () => [],
): Promise<ExampleServer> {
  const simulator = await startSimulator();
  const serve = async (models: Simulator): Promise<Program> => example.serve(models, {}, ...(await more()));
  return {
    example,
    simulator,
    program: await serve(simulator),
    serve,
    async [Symbol.asyncDispose]() {
      await example[Symbol.asyncDispose]();
      await simulator.close();
    },
  };
}

/** What every example of a server owes those who copy it. */
export function describeServer(name: string, server: () => ExampleServer): void {
  describe(`the example ${name}, copied out and built by its own script`, () => {
    it("answers with a summary", async () => {
      const { program, simulator } = server();
      const response = await askSummary(program.url);
      expect(response.status).toBe(200);
      expect(patientSummary.validate(await response.json())).toBe(true);
      expect(simulator.requests.at(-1)).toMatchObject({ model: "gpt-5.4-mini", stream: false });
    });

    it("streams a summary to a page", async () => {
      const { program, simulator } = server();
      const stream = readSummary(program.url);
      let partials = 0;
      for await (const partial of stream) {
        expect([undefined, "Normal", "Warning", "Critical"]).toContain(partial.vitals_status);
        partials++;
      }
      const { output } = await stream.result;
      expect(partials).toBeGreaterThan(0);
      expect(patientSummary.validate(output)).toBe(true);
      expect(simulator.requests.at(-1)).toMatchObject({ model: "gpt-5.4-mini", stream: true });
    });

    it("refuses what is no input before any model is asked", async () => {
      const { program, simulator } = server();
      const before = simulator.requests.length;
      for (const body of ['{"notes":7}', '{"note":"BP"}', "[]", "{"]) {
        expect((await askSummary(program.url, { body })).status, body).toBe(400);
        expect((await fetchStream(program.url, { body })).status, body).toBe(400);
      }
      expect(simulator.requests.length).toBe(before);
    });

    it("fails over when its primary model is overloaded, or breaks off", async () => {
      const { program, simulator } = server();
      const before = simulator.requests.length;
      simulator.script([{ kind: "status", status: 529, on: { provider: "openai" } }]);
      expect(patientSummary.validate(await (await askSummary(program.url)).json())).toBe(true);
      simulator.script([{ kind: "cut", afterDeltas: 3, on: { provider: "openai" } }]);
      expect(patientSummary.validate((await readSummary(program.url).result).output)).toBe(true);
      const asked = simulator.requests.slice(before).map(({ provider }) => provider);
      expect(asked).toEqual(["openai", "anthropic", "openai", "anthropic"]);
    });

    it("says what went wrong when no model answers, and nothing that is not for its client", async () => {
      const { program, simulator } = server();
      // Asked of one model only, and no sign that it is unwell.
      simulator.script(() => ({ kind: "refusal" }));
      const response = await askSummary(program.url);
      expect(response.status).toBe(422);
      const error = { code: "refused", message: "The model declined to answer this." };
      expect(await response.json()).toEqual({ error });
      await expect(readSummary(program.url).result).rejects.toMatchObject(error);
      simulator.script([]);
    });
  });
}

/** What is owed where a server learns that a client has left: the model stops. */
export function describeHangUp(name: string, server: () => ExampleServer): void {
  it(`the example ${name} stops the model when a client that waits for an answer hangs up`, async () => {
    const { program, simulator } = server();
    simulator.script([{ kind: "delay", ms: Number.POSITIVE_INFINITY }]);
    const index = simulator.requests.length;
    const { hostname, port } = new URL(program.url);
    const client = connect(Number(port), hostname);
    const body = '{"notes":"BP 162/98."}';
    const head = ["POST /summary HTTP/1.1", "host: example", "content-type: application/json"];
    client.write(`${[...head, `content-length: ${body.length}`].join("\r\n")}\r\n\r\n${body}`);
    const request = await simulator.received(index);
    client.resetAndDestroy();
    expect(await request.closed).toBe("hung-up");
  });
}

/** Leaves a stream in its middle, for good; resolves with how the model's exchange ended. */
export async function leavePage({ program, simulator }: ExampleServer): Promise<string> {
  simulator.script([{ kind: "stall", afterDeltas: 3, ms: Number.POSITIVE_INFINITY }]);
  const index = simulator.requests.length;
  for await (const _ of readSummary(program.url)) break;
  return (await simulator.received(index)).closed;
}

/** What is owed where a server has a memory of what it sent. */
export function describeResumption(name: string, server: () => ExampleServer): void {
  it(`the example ${name} goes on with a stream whose connection broke, without asking a model again`, async () => {
    await using simulator = await startSimulator({ pace: "manual" });
    const { url } = await server().serve(simulator);
    const { stream, broken, resumedWith } = readBrokenSummary(url);
    const request = await simulator.received(0);
    await request.step(3);
    await broken;
    void request.step(1_000);
    expect(patientSummary.validate((await stream.result).output)).toBe(true);
    expect(resumedWith).toEqual([undefined, expect.stringMatching(/^[\w-]+\.\d+$/)]);
    expect(simulator.requests).toHaveLength(1);
  });
}

/** What is owed where a server is a process of its own: it is ended without losing an answer. */
export function describeShutdown(name: string, server: () => ExampleServer): void {
  it(`the example ${name} finishes what runs before it ends`, async () => {
    await using simulator = await startSimulator({ pace: "manual" });
    const { child, ended, url } = await server().serve(simulator);
    const answer = askSummary(url, { headers: { "content-type": "application/json", connection: "close" } });
    const request = await simulator.received(0);
    child.kill("SIGTERM");
    await closed(url);
    await request.step();
    expect(patientSummary.validate(await (await answer).json())).toBe(true);
    expect(await ended).toBe(0);
  });
}

/** Resolves once a server takes no more connections. */
async function closed(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  while (true) {
    const isTaken = await new Promise<boolean>((resolve) => {
      const probe = connect(Number(port), hostname, () => {
        probe.destroy();
        resolve(true);
      });
      probe.once("error", () => resolve(false));
    });
    if (!isTaken) return;
  }
}
