import { sameTask, type Workload } from "../workload.js";

const judgement = {
  judged: "cpu",
  target: 1.4,
  unit: { name: "µs a call", factor: 1000 },
  limits: { warmUpMs: 3000 },
} as const;

/** Small calls one after the other. */
export const generateAlone: Workload = {
  name: "generate",
  title: "Small generate, one at a time",
  description: "A summary of 86 bytes, parsed and validated. 500 calls a round, one after the other.",
  ...judgement,
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "generate",
      url: server.urlOf("burst", "summary"),
      calls: 500,
      atOnce: 1,
    })),
};

/** Small calls, many at once. */
export const generateTogether: Workload = {
  name: "generate-64",
  title: "Small generate, 64 at once",
  description: "The same with 64 calls under way at any time. 1,024 calls a round.",
  ...judgement,
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "generate",
      url: server.urlOf("burst", "summary"),
      calls: 1024,
      atOnce: 64,
    })),
};
