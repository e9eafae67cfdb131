/**
 * What a page computes while an object comes to it: `readEventStream` applying the messages of `toEventStream`, beside the
 * AI SDK's `parsePartialJson` over the whole text at each update, as its `useObject` does. Both get the same object in as
 * many updates, and every partial is looked at. One `JSON.parse` of the whole text is the floor. Taken in turn in one run.
 *
 * `npm run bench -- page [BYTES...]`
 */
import { readEventStream, toEventStream } from "@outspec/runtime/sse";
import { createScriptedRouter, createTestClock } from "@outspec/runtime/testing";
import { parsePartialJson } from "ai";
import { type CommentThread, type PartialCommentThread, streamCommentThread } from "../generated/index.js";
import { deltasOf, textOf } from "./calls/objects.js";
import { median } from "./measure-process.js";
import type { Table } from "./report/part.js";
import { finishPart, printTable, readRunOptions } from "./report/run.js";
import { repository } from "./repository.js";
import { versionOf } from "./versions.js";

const { quick, json, sizes } = readRunOptions();
const rounds = quick ? 1 : 3;
/** Updates that an object comes in, at most: a page that is drawn 30 times a second for half a minute. */
const mostUpdates = 1_000;

interface Recorded {
  readonly text: string;
  /** What the server sent, message by message. */
  readonly messages: readonly Uint8Array[];
  readonly bytes: number;
}

/** Streams an object through the runtime to a page, and keeps what is sent. */
async function record(bytes: number): Promise<Recorded> {
  const text = textOf(`thread-${bytes}`);
  const pieces = deltasOf(text);
  const size = Math.ceil(pieces.length / Math.min(mostUpdates, pieces.length));
  const deltas = Array.from({ length: Math.ceil(pieces.length / size) }, (_, index) =>
    pieces.slice(index * size, (index + 1) * size).join(""),
  );
  const clock = createTestClock({ moves: "when-idle" });
  const router = createScriptedRouter([{ deltas, deltaMs: 40 }], { clock });
  const response = toEventStream(streamCommentThread({ page: "A page." }, { router }), { clock });
  const messages: Uint8Array[] = [];
  for await (const message of response.body ?? []) messages.push(message);
  return { text, messages, bytes: messages.reduce((sum, { length }) => sum + length, 0) };
}

/** Reads the messages as a page does; gives the number of partials it saw. */
async function readMessages({ messages }: Recorded): Promise<number> {
  const queue = messages.values();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = queue.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
  const response = new Response(body, { headers: { "content-type": "text/event-stream" } });
  // What a browser waits for a frame, a measurement does not.
  const stream = readEventStream<PartialCommentThread, CommentThread>(response, { wait: async () => {} });
  let seen = 0;
  for await (const partial of stream) seen += partial.comments === undefined ? 0 : 1;
  await stream.result;
  return seen;
}

/** Parses the text so far, as often as there were messages. */
async function parseAgain({ text, messages }: Recorded): Promise<number> {
  const size = Math.ceil(text.length / messages.length);
  let seen = 0;
  for (let end = size; end < text.length + size; end += size) {
    const { value } = await parsePartialJson(text.slice(0, end));
    seen += value === undefined ? 0 : 1;
  }
  return seen;
}

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function measurePage(bytes: number): Promise<Table> {
  const recorded = await record(bytes);
  const programs = [
    { label: "`JSON.parse` once (floor)", kind: "floor", run: () => JSON.parse(recorded.text) },
    { label: "Outspec, `readEventStream`", kind: "ours", run: () => readMessages(recorded) },
    {
      label: `AI SDK, \`parsePartialJson\` (ai ${versionOf("ai", repository)})`,
      kind: "peer",
      run: () => parseAgain(recorded),
    },
  ] as const;
  const costs = programs.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, { run }] of programs.entries()) costs[place]?.push(await cpuMs(run));
  }
  const floor = median(costs[0] ?? []);
  const sent = (recorded.bytes / Buffer.byteLength(recorded.text)).toFixed(2);
  return printTable({
    name: `page-${bytes}`,
    title: `A page that reads ${(bytes / 1000).toLocaleString("en")} KB`,
    description: `A comment thread in ${recorded.messages.length.toLocaleString("en")} updates; what was sent has ${sent} times the bytes of its text. Medians of ${rounds} rounds in turn.`,
    command: `npm run bench -- page ${bytes}`,
    columns: [
      { name: "CPU, ms", format: "figure", compared: true },
      { name: "ratio (CPU)", format: "times", compared: false },
    ],
    rows: programs.map(({ label, kind }, place) => {
      const cost = median(costs[place] ?? []);
      return { label, kind, cells: [cost, cost / floor] };
    }),
  });
}

const tables: Table[] = [];
for (const bytes of sizes.length > 0 ? sizes : quick ? [10_000] : [10_000, 100_000, 1_000_000]) {
  tables.push(await measurePage(bytes));
}
finishPart(
  {
    name: "page",
    title: "What a page computes",
    introduction: [
      "What a page computes while an object comes to it: `readEventStream` applying the messages of `toEventStream`, beside",
      "the AI SDK's `parsePartialJson` over the whole text at each update, as its `useObject` does. Every partial is looked at.",
    ],
    contenders: [],
    tables,
    skipped: [],
  },
  json,
);
