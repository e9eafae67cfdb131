/**
 * The providers of the soak, in a process of their own: two simulators that misbehave at random, from a seed. Prints
 * their base URLs.
 */
import { type Fault, type ScriptedRequest, startSimulator } from "@outspec/runtime/testing";
import { createRandom } from "./random.js";

const seed = Number(process.argv[2] ?? 1);

/** Faults of every kind, most of which strike in the middle of an answer; silence ends when the client leaves. */
const faults: readonly ((random: () => number) => Fault)[] = [
  (random) => ({ kind: "status", status: [400, 401, 404, 429, 500, 503, 529][Math.floor(random() * 7)] ?? 500 }),
  (random) => ({ kind: "delay", ms: random() * 300 }),
  (random) => ({ kind: "stall", afterDeltas: Math.floor(random() * 20) }),
  () => ({ kind: "cut" }),
  (random) => ({ kind: "cut", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "error-in-stream", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "no-finish", afterDeltas: Math.floor(random() * 20) }),
  () => ({ kind: "invalid-json" }),
  () => ({ kind: "schema-violation" }),
  () => ({ kind: "refusal" }),
  () => ({ kind: "truncation" }),
  () => ({ kind: "reset" }),
  () => ({ kind: "fenced" }),
  () => ({ kind: "reject-schema" }),
  () => ({ kind: "empty" }),
];

/** One answer in so many is a regular one. */
const wellShare = 0.6;

function script(random: () => number): (request: ScriptedRequest) => Fault | undefined {
  return () => {
    if (random() < wellShare) return undefined;
    return faults[Math.floor(random() * faults.length)]?.(random);
  };
}

const urls = await Promise.all(
  [0, 1].map(async (index) => {
    const random = createRandom(seed + index);
    const { baseUrls } = await startSimulator({ seed: seed + index, faults: script(random), deltaMs: 5 });
    return baseUrls;
  }),
);
console.log(JSON.stringify(urls));
