/**
 * The providers of the soak, in a process of their own: simulators that misbehave at random, from a seed. Tells its parent
 * their base URLs, and how they stand whenever it is asked. Ends with its parent.
 */
import {
  type Fault,
  type ScriptedRequest,
  type SimulatedProvider,
  startSimulator,
  type WriteInstance,
} from "@outspec/runtime/testing";
import { createRandom } from "../random.js";
import { findCall, outputOf } from "./answers.js";
import { mangleResponses } from "./mangle.js";

/** The providers that are played. */
export type SoakedProvider = Extract<SimulatedProvider, "openai" | "anthropic" | "ollama">;

/** How the providers stand. */
export interface Standing {
  /** Requests that are not finished. */
  readonly open: number;
  /** Requests that have come. */
  readonly requests: number;
  /** Answers that were begun to be written: those of whole answers and of faults within one. */
  readonly answers: number;
  /** User and system time of the process so far. */
  readonly cpuSeconds: number;
}

/** What the providers tell their parent. */
export type Told =
  | { readonly type: "ready"; readonly urls: Readonly<Record<SoakedProvider, string>> }
  | { readonly type: "standing"; readonly standing: Standing };

const seed = Number(process.argv[2] ?? 1);
const statuses = [400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503, 529] as const;

/** Faults of every kind, most of which strike in the middle of an answer; silence ends when the client leaves. */
const faults: readonly ((random: () => number) => Fault)[] = [
  (random) => ({ kind: "status", status: statuses[Math.floor(random() * statuses.length)] ?? 500 }),
  () => ({ kind: "status", status: 200, body: "<html><body>Welcome to the café's network</body></html>" }),
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

let requests = 0;
let answers = 0;

function script(random: () => number): (request: ScriptedRequest) => Fault | undefined {
  return () => {
    requests++;
    return random() < wellShare ? undefined : faults[Math.floor(random() * faults.length)]?.(random);
  };
}

/** Writes answers that tell which call they are for, and which of the provider's answers they are. */
function writeAnswers(provider: SoakedProvider): WriteInstance {
  let serial = 0;
  return ({ text }) => {
    const call = findCall(text);
    if (call === undefined) return undefined;
    answers++;
    return { ...outputOf({ provider, serial: serial++, call }) };
  };
}

async function start(provider: SoakedProvider, index: number): Promise<string> {
  const random = createRandom(seed + index);
  const simulator = await startSimulator({
    seed: seed + index,
    faults: script(random),
    instance: writeAnswers(provider),
    // About as fast as a fast model that sends a few words at a time.
    firstTokenMs: 100,
    deltaMs: 80,
    deltaSize: [4, 16],
    remember: 0,
  });
  openRequests.push(() => simulator.openRequests.length);
  return simulator.baseUrls[provider];
}

const openRequests: (() => number)[] = [];
mangleResponses(createRandom(seed + 1_000));
const urls = {
  openai: await start("openai", 0),
  anthropic: await start("anthropic", 1),
  ollama: await start("ollama", 2),
};
const tell = (told: Told): void => void process.send?.(told);
process.on("disconnect", () => process.exit());
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const open = openRequests.reduce((sum, count) => sum + count(), 0);
  tell({ type: "standing", standing: { open, requests, answers, cpuSeconds: (user + system) / 1e6 } });
});
tell({ type: "ready", urls });
