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

const rounds = 5;
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 100_000, 1_000_000];

console.log("object    updates  sent/text  readEventStream  parsePartialJson  ratio  JSON.parse once  per KB");
for (const bytes of sizes) {
  const recorded = await record(bytes);
  const ours: number[] = [];
  const theirs: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await cpuMs(() => readMessages(recorded)));
    theirs.push(await cpuMs(() => parseAgain(recorded)));
    floor.push(await cpuMs(() => JSON.parse(recorded.text)));
  }
  const [read, parsed, once] = [median(ours), median(theirs), median(floor)];
  const cells = [
    `${bytes / 1_000} KB`.padEnd(8),
    String(recorded.messages.length).padStart(8),
    (recorded.bytes / Buffer.byteLength(recorded.text)).toFixed(2).padStart(10),
    `${read.toFixed(1)} ms`.padStart(16),
    `${parsed.toFixed(1)} ms`.padStart(17),
    `${(parsed / read).toFixed(1)}x`.padStart(6),
    `${once.toFixed(1)} ms`.padStart(16),
    `${((read / bytes) * 1_000).toFixed(3)}`.padStart(7),
  ];
  console.log(cells.join(" "));
}
