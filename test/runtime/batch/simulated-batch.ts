import { anthropic, createRouter, openai, type Router } from "@outspec/runtime";
import { type Fault, type ScriptedRequest, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { createRandom } from "../../random.ts";

/** What happened to one input at the simulator. */
export interface Asked {
  /** Requests that were answered in order. */
  answered: number;
  /** Requests that met a fault. */
  faults: number;
}

/** A simulator that fails at random, and knows by a number in the prompt which input it was asked for. */
export interface FaultySimulator {
  readonly simulator: Simulator;
  readonly router: Router;
  /** By the number of the input. */
  readonly asked: ReadonlyMap<number, Asked>;
}

/** The text that a prompt bears so that the simulator knows its input. */
export function marked(id: number): string {
  return `[input ${id}] Blood pressure 162/98.`;
}

const faults: readonly Fault[] = [
  { kind: "status", status: 429, headers: { "retry-after-ms": "20" } },
  { kind: "status", status: 503, headers: { "retry-after-ms": "5" } },
  { kind: "status", status: 500 },
  { kind: "cut" },
  { kind: "reset" },
  { kind: "invalid-json" },
  { kind: "schema-violation" },
  { kind: "truncation" },
  { kind: "refusal" },
];

/** Starts a simulator of which `share` of the requests meet a fault, each after its seed. */
export async function startFaultySimulator(seed: number, share: number): Promise<FaultySimulator> {
  const random = createRandom(seed);
  const asked = new Map<number, Asked>();
  const pick = ({ body }: ScriptedRequest): Fault | undefined => {
    const id = Number(/\[input (\d+)\]/.exec(JSON.stringify(body))?.[1]);
    const known = asked.get(id) ?? { answered: 0, faults: 0 };
    asked.set(id, known);
    const fault = random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
    if (fault === undefined) known.answered++;
    else known.faults++;
    return fault;
  };
  const simulator = await startSimulator({ seed, faults: pick, remember: 0 });
  return {
    simulator,
    asked,
    router: createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
      fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, apiKey: "k" })],
      breaker: { coolDownMs: 20 },
    }),
  };
}
