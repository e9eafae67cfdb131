import { startContender } from "../contender-process.js";
import type { Workload } from "../workload.js";

/** What an overloaded primary costs. */
export const failover: Workload = {
  name: "failover",
  title: "Failover on 529",
  description:
    "A small generate whose primary answers 529 at once and whose fallback answers. The floor asks the one and then the other. 20 calls a round, one after the other.",
  judged: "wall",
  target: 1.2,
  unit: { name: "ms a call", factor: 1 },
  entrants: ({ folder, server, entries }) =>
    entries.flatMap((entry) =>
      entry.failover.map((way) => ({
        entry,
        way,
        start: () =>
          startContender(folder, entry.name, {
            kind: "failover",
            way,
            primary: server.urlOf("overloaded", "summary"),
            fallback: server.urlOf("burst", "summary"),
            // A way that waits for seconds shows it in one call.
            calls: 20,
          }),
      })),
    ),
};
