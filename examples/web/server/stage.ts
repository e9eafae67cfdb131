import { anthropic, createRouter, openai, type Router } from "@outspec/runtime";
import { startSimulator } from "@outspec/runtime/testing";
import type { PatientSummary } from "../generated/index.js";

/** The models that answer, real or played. */
export interface Stage {
  /** The router to use; nothing where that of outspec.yaml is meant. */
  readonly router: Router | undefined;
  readonly intro: string;
  /** Whether the primary model breaks off in the middle of its answers. Nothing where it cannot be told to. */
  readonly isPrimaryBroken: boolean | undefined;
  breakPrimary(isBroken: boolean): void;
  close(): Promise<void>;
}

/** What the played models answer: a simulator's own answers fit the schema, and mean nothing. */
const answer: PatientSummary = {
  vitals_status: "Warning",
  key_notes: [
    "Blood pressure 162/98, up from 138/86 in September.",
    "Ran out of amlodipine four days ago and has not renewed the prescription.",
    "Mild headache since yesterday; no chest pain, no visual disturbance.",
    "Weight up 2.1 kg in three weeks, ankles slightly swollen in the evening.",
  ],
  requires_visit: true,
};

/** Sets the stage: the models of outspec.yaml with your keys, or a simulator that plays them at the pace of real ones. */
export async function startStage(isLive: boolean): Promise<Stage> {
  if (isLive) {
    return {
      router: undefined,
      intro: "The models of outspec.yaml answer.",
      isPrimaryBroken: undefined,
      breakPrimary() {},
      async close() {},
    };
  }
  let isPrimaryBroken = false;
  const simulator = await startSimulator({
    firstTokenMs: 250,
    deltaMs: Number(process.env["PACE_MS"] ?? 45),
    instance: () => ({ ...answer }),
    faults: ({ provider }) => (isPrimaryBroken && provider === "openai" ? { kind: "cut", afterDeltas: 30 } : undefined),
  });
  const { openai: openaiUrl, anthropic: anthropicUrl } = simulator.baseUrls;
  return {
    router: createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: openaiUrl, apiKey: "simulated" }),
      fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: anthropicUrl, apiKey: "simulated" })],
    }),
    intro: "A simulator plays the models. --live asks those of outspec.yaml, with your keys.",
    get isPrimaryBroken() {
      return isPrimaryBroken;
    },
    breakPrimary(isBroken) {
      isPrimaryBroken = isBroken;
    },
    close: () => simulator.close(),
  };
}
