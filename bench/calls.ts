/**
 * What a call costs, beside the least it could cost. Every figure is the median of runs that alternate between the two
 * sides; CPU is this process's own, the server being another one.
 */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createRouter, openai, type Router } from "@outspec/runtime";
import { createScriptedTransport } from "@outspec/runtime/testing";
import { request } from "undici";
import { generatePatientSummary, streamCommentThread } from "../generated/index.js";
import { eventsOf, threadOf } from "./objects.js";

const here = import.meta.dirname;
const server = spawn(process.execPath, [join(here, "server.js")], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => server.kill());
const [port] = await new Promise<string[]>((resolve) => {
  createInterface(server.stdout).once("line", (line) => resolve([line]));
});

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

async function measure(work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - wall };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs two sides in turn, after one unmeasured round each. */
async function compare(
  rounds: number,
  ours: () => Promise<void>,
  floor: () => Promise<void>,
): Promise<{ readonly ours: Cost; readonly floor: Cost }> {
  const costs: { readonly ours: Cost; readonly floor: Cost }[] = [];
  for (let round = -1; round < rounds; round++) {
    const pair = { ours: await measure(ours), floor: await measure(floor) };
    if (round >= 0) costs.push(pair);
  }
  const medianOf = (side: "ours" | "floor"): Cost => ({
    cpuMs: median(costs.map((cost) => cost[side].cpuMs)),
    wallMs: median(costs.map((cost) => cost[side].wallMs)),
  });
  return { ours: medianOf("ours"), floor: medianOf("floor") };
}

function routerFor(size: string) {
  return createRouter({
    primary: openai("gpt-5.4-mini", { baseUrl: `http://127.0.0.1:${port}/${size}/v1`, apiKey: "k" }),
  });
}

/** Takes the text out of a stream's events as they come and parses it once at the end. */
function createBareReader(): { push(part: string): void; end(): unknown } {
  let text = "";
  let rest = "";
  return {
    push(part) {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: {")) text += JSON.parse(line.slice(6)).choices[0].delta.content ?? "";
      }
    },
    end: () => JSON.parse(text),
  };
}

async function bareStream(size: number): Promise<void> {
  const { body } = await request(`http://127.0.0.1:${port}/${size}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"model":"m","stream":true,"messages":[]}',
  });
  const reader = createBareReader();
  body.setEncoding("utf8");
  for await (const part of body) reader.push(part);
  reader.end();
}

/** Reads every partial of a stream; gives how many there were. */
async function readAll(router: Router): Promise<number> {
  let partials = 0;
  const stream = streamCommentThread({ page: "x" }, { router });
  for await (const partial of stream) partials += partial.comments === undefined ? 0 : 1;
  await stream.result;
  return partials;
}

const sizes = [
  ["10 KB", 10_000, 41],
  ["100 KB", 100_000, 15],
  ["1 MB", 1_000_000, 7],
] as const;

function report(
  label: string,
  size: number,
  floorName: string,
  costs: { readonly ours: Cost; readonly floor: Cost },
  partials: number,
): void {
  const perByte = (cost: Cost) => `${((cost.cpuMs * 1e6) / size).toFixed(0)} ns/byte`;
  const ratio = (costs.ours.cpuMs / costs.floor.cpuMs).toFixed(2);
  console.log(
    `  ${label.padEnd(7)} ours ${perByte(costs.ours)}, ${floorName} ${perByte(costs.floor)}, ratio ${ratio} (${partials} partials read)`,
  );
}

console.log(
  `node ${process.version}, ${process.platform} ${process.arch}; CPU of this process, medians of alternating runs\n`,
);

console.log("Streaming in 20-character deltas over loopback, as fast as the server sends:");
for (const [label, size, rounds] of sizes) {
  const router = routerFor(String(size));
  let partials = 0;
  const ours = async () => {
    partials = await readAll(router);
  };
  report(label, size, "undici + JSON.parse", await compare(rounds, ours, () => bareStream(size)), partials);
}

console.log("\nThe same with each delta arriving by itself (no network), every partial read:");
for (const [label, size, rounds] of sizes) {
  const events = eventsOf(JSON.stringify(threadOf(size)));
  const encoder = new TextEncoder();
  const chunks = events.map((event) => encoder.encode(event));
  let partials = 0;
  const ours = async () => {
    const { transport } = createScriptedTransport({ chunks });
    partials = await readAll(
      createRouter({ primary: openai("gpt-5.4-mini", { baseUrl: "http://127.0.0.1", apiKey: "k" }), transport }),
    );
  };
  const floor = async () => {
    const decoder = new TextDecoder();
    const reader = createBareReader();
    for await (const chunk of chunks) reader.push(decoder.decode(chunk, { stream: true }));
    reader.end();
  };
  report(label, size, "JSON.parse at the end", await compare(rounds, ours, floor), partials);
}

console.log("\nOne small generate call (CPU, 200 in a row):");
const router = routerFor("small");
const many = async (work: () => Promise<unknown>) => {
  for (let count = 0; count < 200; count++) await work();
};
const calls = await compare(
  9,
  () => many(() => generatePatientSummary({ notes: "BP 162/98" }, { router })),
  () =>
    many(async () => {
      const { body } = await request(`http://127.0.0.1:${port}/small/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "BP 162/98" }] }),
      });
      const answer = (await body.json()) as {
        readonly choices: readonly { readonly message: { readonly content: string } }[];
      };
      JSON.parse(answer.choices[0]?.message.content ?? "");
    }),
);
console.log(
  `  ours ${(calls.ours.cpuMs * 5).toFixed(0)} us, bare undici ${(calls.floor.cpuMs * 5).toFixed(0)} us, ratio ${(calls.ours.cpuMs / calls.floor.cpuMs).toFixed(2)}`,
);

console.log("\nCold start, spawn to answered call (minimum of 15):");
const sides = ["cold-http", "cold-outspec", "cold-undici"] as const;
const times = new Map<string, number[]>(sides.map((side) => [side, []]));
for (let round = 0; round < 15; round++) {
  for (const side of sides) {
    const started = performance.now();
    const { status } = spawnSync(process.execPath, [join(here, `${side}.js`), String(port)], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`${side} left with ${status}`);
    times.get(side)?.push(performance.now() - started);
  }
}
const least = (side: string) => Math.min(...(times.get(side) ?? []));
for (const side of sides) {
  console.log(
    `  ${side.padEnd(13)} ${least(side).toFixed(0)} ms, ratio to node:http ${(least(side) / least("cold-http")).toFixed(2)}`,
  );
}
process.exit();
