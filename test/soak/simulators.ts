/**
 * The providers of the soak, in a process of their own: simulators that misbehave at random, from a seed. Tells its parent
 * their base URLs, and how many requests are open whenever it is asked. Ends with its parent.
 */
import { type Fault, type ScriptedRequest, type SimulatedProvider, startSimulator } from "@outspec/runtime/testing";
import { createRandom } from "../random.js";

/** The providers that are played. */
export type SoakedProvider = Extract<SimulatedProvider, "openai" | "anthropic" | "ollama">;

/** What the providers tell their parent. */
export type Told =
  | { readonly type: "ready"; readonly urls: Readonly<Record<SoakedProvider, string>> }
  | { readonly type: "open"; readonly requests: number };

const seed = Number(process.argv[2] ?? 1);
const statuses = [400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503, 529] as const;

/** Faults of every kind, most of which strike in the middle of an answer; silence ends when the client leaves. */
const faults: readonly ((random: () => number) => Fault)[] = [
  (random) => ({ kind: "status", status: statuses[Math.floor(random() * statuses.length)] ?? 500 }),
  (random) => ({ kind: "delay", ms: random() * 1_000 }),
  () => ({ kind: "delay", ms: Number.POSITIVE_INFINITY }),
  (random) => ({ kind: "stall", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "stall", afterDeltas: Math.floor(random() * 20), keepAliveMs: 500 }),
  (random) => ({ kind: "stall", afterDeltas: Math.floor(random() * 20), ms: random() * 1_000 }),
  () => ({ kind: "cut" }),
  (random) => ({ kind: "cut", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "cut", atByte: Math.floor(random() * 2_000) }),
  (random) => ({ kind: "error-in-stream", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "no-finish", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "invalid-json", afterDeltas: Math.floor(random() * 20) }),
  () => ({ kind: "schema-violation" }),
  (random) => ({ kind: "refusal", afterDeltas: Math.floor(random() * 20) }),
  (random) => ({ kind: "truncation", afterDeltas: Math.floor(random() * 20) }),
  () => ({ kind: "reset" }),
  () => ({ kind: "fenced" }),
  () => ({ kind: "reject-schema" }),
  () => ({ kind: "empty" }),
];

/** So many of the answers are regular ones. */
const wellShare = 0.6;

function script(random: () => number): (request: ScriptedRequest) => Fault | undefined {
  return () => (random() < wellShare ? undefined : faults[Math.floor(random() * faults.length)]?.(random));
}

async function start(index: number): Promise<Awaited<ReturnType<typeof startSimulator>>> {
  const random = createRandom(seed + index);
  // About as fast as a fast model; the texts of a thousand streams are work for two processors.
  return startSimulator({ seed: seed + index, faults: script(random), firstTokenMs: 100, deltaMs: 80, remember: 0 });
}

const [first, second, third] = await Promise.all([start(0), start(1), start(2)]);
const tell = (told: Told): void => void process.send?.(told);
process.on("disconnect", () => process.exit());
process.on("message", () => {
  tell({ type: "open", requests: [first, second, third].flatMap(({ openRequests }) => openRequests).length });
});
tell({
  type: "ready",
  urls: { openai: first.baseUrls.openai, anthropic: second.baseUrls.anthropic, ollama: third.baseUrls.ollama },
});
