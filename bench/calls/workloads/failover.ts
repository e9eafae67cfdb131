import { startContender } from "../contender-process.js";
import type { Workload } from "../workload.js";

/** What an overloaded primary costs. */
export const failover: Workload = {
  name: "failover",
  title: "Failover on 529",
  description:
    "A small generate whose primary answers 529 at once and whose fallback answers. The floor asks the one and then the other. 150 calls a round, one after the other, 30 of peers; one where a way waits for seconds.",
  judged: "wall",
  target: 1.2,
  unit: { name: "ms a call", factor: 1 },
  limits: { warmUpMs: 2000, limitMs: 12_000 },
  entrants: ({ folder, server, entries }) =>
    entries.flatMap((entry) =>
      entry.failover.map(({ way, waits }) => ({
        entry,
        way,
        start: () =>
          startContender(folder, entry.name, {
            kind: "failover",
            way,
            primary: server.urlOf("overloaded", "summary"),
            fallback: server.urlOf("burst", "summary"),
            calls: waits === true ? 1 : entry.kind === "peer" ? 30 : 150,
          }),
      })),
    ),
};
