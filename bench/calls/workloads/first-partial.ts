import { sameTask, type Workload } from "../workload.js";

/** How soon a reader sees something. */
export const firstPartial: Workload = {
  name: "first-partial",
  title: "Time to the first partial",
  description:
    "From the call to the first partial that holds text. The server sends the first delta at once and the others 150 ms later; the floor is there when it has parsed the first delta. 8 streams a round, of which the middle one counts, one after the other.",
  judged: "wall",
  target: 1.3,
  unit: { name: "ms", factor: 1 },
  limits: { leastPeerRounds: 9 },
  entrants: (surroundings) =>
    sameTask(surroundings, (server) => ({
      kind: "first-partial",
      url: server.urlOf("first", "thread-1000"),
      calls: 8,
    })),
};
