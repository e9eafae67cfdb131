import { median } from "../measure-process.js";
import type { Client, Contender, Show, Shown } from "./contender.js";
import type { Subject } from "./objects.js";

/** What a contender's process is asked to do and to measure. */
export type Task =
  | { readonly kind: "generate"; readonly url: string; readonly calls: number; readonly atOnce: number }
  | { readonly kind: "latency"; readonly url: string; readonly calls: number; readonly atOnce: number }
  | {
      readonly kind: "stream";
      readonly url: string;
      readonly subject: Subject;
      readonly calls: number;
      readonly atOnce: number;
    }
  | { readonly kind: "first-partial"; readonly url: string; readonly calls: number }
  | {
      readonly kind: "failover";
      readonly way: string;
      readonly primary: string;
      readonly fallback: string;
      readonly calls: number;
    }
  | { readonly kind: "hold"; readonly url: string; readonly streams: number };

/**
 * What was measured: CPU of the whole process and wall time in milliseconds, that of the slowest call but one in a
 * hundred, partials shown, bytes of heap, bytes of the resident set. For a single call, stream, or held stream of the task.
 */
export type Sample = Readonly<Partial<Record<"cpu" | "wall" | "slowest" | "partials" | "heap" | "resident", number>>>;

/** Prepares a task; what is returned does and measures it once. */
export function prepareTask(contender: Contender, task: Task): () => Promise<Sample> {
  switch (task.kind) {
    case "generate": {
      const client = contender.connect(task.url, "summary");
      return () => measure(task.calls, task.atOnce, async () => check("summary", await client.generate()));
    }
    case "latency": {
      const client = contender.connect(task.url, "summary");
      return () => measureLatencies(client, task);
    }
    case "stream": {
      const client = contender.connect(task.url, task.subject);
      return () => measureStreams(client, task);
    }
    case "first-partial": {
      const client = contender.connect(task.url, "thread");
      return () => measureFirstPartials(client, task.calls);
    }
    case "failover": {
      const call = contender.failover[task.way]?.(task.primary, task.fallback);
      if (call === undefined) throw new Error(`there is no way ${JSON.stringify(task.way)}`);
      return () => measure(task.calls, 1, async () => check("summary", await call()));
    }
    case "hold":
      return () => measureHeld(contender, task.url, task.streams);
  }
}

/** Makes calls, some of them at once, and measures what one costs on average. */
async function measure(calls: number, atOnce: number, call: () => Promise<void>): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  let left = calls;
  const work = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, calls) }, work));
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / 1000 / calls, wall: wall / calls };
}

/** How long each call takes: the median, and the 99th percentile. */
async function measureLatencies(client: Client, task: Task & { readonly kind: "latency" }): Promise<Sample> {
  const waits: number[] = [];
  await measure(task.calls, task.atOnce, async () => {
    const started = performance.now();
    check("summary", await client.generate());
    waits.push(performance.now() - started);
  });
  const sorted = waits.sort((a, b) => a - b);
  return { wall: median(sorted), slowest: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN };
}

async function measureStreams(client: Client, task: Task & { readonly kind: "stream" }): Promise<Sample> {
  let partials = 0;
  // Looks at each partial, as a page would that draws it.
  let things = 0;
  const show: Show = (partial) => {
    partials++;
    if (partial !== undefined) things += sizeOf(partial.comments ?? partial.key_notes);
  };
  const cost = await measure(task.calls, task.atOnce, async () => check(task.subject, await client.stream(show)));
  if (Number.isNaN(things)) throw new Error("a partial holds something that is no list");
  return { ...cost, partials: partials / task.calls };
}

function sizeOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** Waits for the first partial that says something, one stream after the other. */
async function measureFirstPartials(client: Client, calls: number): Promise<Sample> {
  const waits: number[] = [];
  for (let call = 0; call < calls; call++) {
    const started = performance.now();
    let shownAt: number | undefined;
    const output = await client.stream((partial) => {
      if (shownAt === undefined && saysSomething(partial)) shownAt = performance.now();
    });
    check("thread", output);
    // Who shows nothing before the end shows the whole there.
    waits.push((shownAt ?? performance.now()) - started);
  }
  return { wall: median(waits) };
}

function saysSomething(partial: Shown | undefined): boolean {
  return partial === undefined || (typeof partial.topic === "string" && partial.topic !== "");
}

/** Opens streams that stop in the middle of their object and never go on, and weighs what they keep alive. */
async function measureHeld(contender: Contender, url: string, streams: number): Promise<Sample> {
  const client = contender.connect(url, "thread");
  // What is made once, code and caches included, is there before the scales are read.
  await open(client, Math.ceil(streams / 20));
  const before = weigh();
  await open(client, streams);
  const after = weigh();
  return { heap: (after.heap - before.heap) / streams, resident: (after.resident - before.resident) / streams };
}

/** Resolves once every stream has shown something and none has shown anything new for a while. */
async function open(client: Client, streams: number): Promise<void> {
  let started = 0;
  let lastShown = performance.now();
  for (let index = 0; index < streams; index++) {
    let counted = false;
    const ended = client.stream(() => {
      lastShown = performance.now();
      if (!counted) started++;
      counted = true;
    });
    ended.catch((problem: unknown) => {
      throw problem;
    });
  }
  while (started < streams || performance.now() - lastShown < 500) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function weigh(): { readonly heap: number; readonly resident: number } {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("this process was started without --expose-gc");
  for (let round = 0; round < 4; round++) gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}

/** An answer that is wrong or empty makes its figures worthless. */
function check(subject: Subject, output: unknown): void {
  if (subject === "summary") {
    if ((output as { readonly vitals_status?: unknown } | undefined)?.vitals_status === "Warning") return;
  } else {
    const { comments } = output as { readonly comments: readonly { readonly text?: unknown }[] };
    if (typeof comments.at(-1)?.text === "string") return;
  }
  throw new Error(`wrong answer: ${JSON.stringify(output)?.slice(0, 200)}`);
}
