import { sameTask, type Workload } from "../workload.js";

const judgement = {
  judged: "cpu",
  target: 1.4,
  unit: { name: "µs a stream", factor: 1000 },
  limits: { warmUpMs: 2000 },
} as const;

/** Short streams one after the other. */
export const smallStream: Workload = {
  name: "stream",
  title: "Small stream, 25 deltas",
  description:
    "A summary of 490 bytes in 25 deltas, which the server sends 50 µs apart; every partial is read. 100 streams a round, one after the other.",
  ...judgement,
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "stream",
      url: server.urlOf("apart", "notes"),
      subject: "summary",
      calls: 100,
      atOnce: 1,
    })),
};

/** Many streams at once, at the pace of a model. */
export const pacedStreams: Workload = {
  name: "paced-64",
  title: "64 paced streams at once, 25 deltas each",
  description: "The same summary with a delta every 10 ms, 64 streams under way at any time. 128 streams a round.",
  ...judgement,
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "stream",
      url: server.urlOf("every-10ms", "notes"),
      subject: "summary",
      calls: 128,
      atOnce: 64,
    })),
};

/** A hundred large chunks, each written by itself. */
export const chunkStream: Workload = {
  name: "chunks",
  title: "100 chunks of 500 bytes",
  description:
    "A summary of ten long texts, 50,000 bytes in 100 deltas, each in a write of its own and as fast as the server can; every partial is read. 40 streams a round, one after the other. The shape of the streaming benchmark of GoAI.",
  ...judgement,
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "stream",
      url: server.urlOf("flushed", "prose"),
      subject: "summary",
      calls: 40,
      atOnce: 1,
    })),
};
