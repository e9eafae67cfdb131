import { startContender } from "../contender-process.js";
import type { Workload } from "../workload.js";

/** What a stream keeps in memory while it waits for the model, when there are a hundred and when there are a thousand. */
export const openStreams: readonly Workload[] = [100, 1000].map((streams) => ({
  name: `open-streams-${streams}`,
  title: `Heap for each open stream, ${streams.toLocaleString("en")} of them`,
  description: `${streams.toLocaleString("en")} streams that stay open after 50 deltas of 20 bytes: used heap and external memory after collection, divided; and by how much the resident set of the process grew, which native memory is part of. A fresh process for each round.`,
  judged: "heap",
  target: 1.5,
  unit: { name: "KB a stream", factor: 1 / 1000 },
  limits: { leastRounds: 3, leastPeerRounds: 1, mostRounds: 3, warmUpMs: 0, limitMs: 30_000 },
  entrants: ({ folder, server, entries }) =>
    entries.map((entry) => ({
      entry,
      start: async () => {
        let stop = () => {};
        return {
          async run() {
            const url = server.urlOf("held", "thread-10000");
            const runner = await startContender(folder, entry.name, { kind: "hold", url, streams });
            stop = runner.stop;
            try {
              return await runner.run();
            } finally {
              stop();
            }
          },
          stop: () => stop(),
        };
      },
    })),
}));
