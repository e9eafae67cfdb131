import { deltaLength, textOf } from "../objects.js";
import { sameTask, type Workload } from "../workload.js";

const sizes = [
  { label: "10 KB", bytes: 10_000, calls: 30 },
  { label: "100 KB", bytes: 100_000, calls: 4 },
  { label: "1 MB", bytes: 1_000_000, calls: 1 },
] as const;

const paces = [
  { pace: "burst", how: "as fast as the server sends", detail: "in as few writes as there can be" },
  { pace: "apart", how: "each delta by itself", detail: "one event every 50 µs, so that nearly all arrive alone" },
] as const;

function nameOf(label: string, pace: string): string {
  return `object-${label.replace(" ", "").toLowerCase()}-${pace}`;
}

/** Large objects in many small deltas, in each size at each pace. */
export const largeObjects: readonly Workload[] = paces.flatMap(({ pace, how, detail }) =>
  sizes.map(({ label, bytes, calls }, index): Workload => {
    const smaller = sizes[index - 1];
    const object = `thread-${bytes}` as const;
    const size = textOf(object).length;
    return {
      name: nameOf(label, pace),
      ...(smaller === undefined ? {} : { tenth: nameOf(smaller.label, pace) }),
      title: `Object of ${label} in ${deltaLength}-byte deltas, ${how}`,
      description: `A comment thread of ${Math.ceil(size / deltaLength).toLocaleString("en")} deltas, sent ${detail}; every partial is read.`,
      judged: "cpu",
      target: 1.5,
      // One stream of a megabyte takes seconds when its deltas are kept apart.
      ...(bytes === 1_000_000 && pace === "apart" ? { limits: { leastRounds: 3, leastPeerRounds: 3 } } : {}),
      unit: { name: "ns a byte", factor: 1e6 / size },
      entrants: (surroundings) =>
        sameTask(surroundings, (server) => ({
          kind: "stream",
          url: server.urlOf(pace, object),
          subject: "thread",
          calls,
          atOnce: 1,
        })),
    };
  }),
);
