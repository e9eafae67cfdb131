import {
  anthropic,
  createRouter,
  type Model,
  type ModelOptions,
  ollama,
  openai,
  type Router,
  type RouterOptions,
} from "@outspec/runtime";
import {
  type Fault,
  type FaultScript,
  type SimulatedProvider,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "@outspec/runtime/testing";

/** Notes every test asks about. */
export const notes = "Blood pressure 162/98. Ran out of amlodipine four days ago. Mild headache since yesterday.";

/** The providers whose models the committed code can ask. Every other one is in every-provider.test.ts. */
export type StageProvider = Extract<SimulatedProvider, "openai" | "anthropic" | "ollama">;

/** Their models, as the simulator plays them. */
export const modelOf: Readonly<Record<StageProvider, (options: ModelOptions) => Model>> = {
  openai: (options) => openai("gpt-5.4-mini", options),
  anthropic: (options) => anthropic("claude-haiku-5-5", options),
  ollama: (options) => ollama("llama3.2", options),
};

/** A primary model that misbehaves and a fallback that is well, each with a simulator of its own. */
export interface Stage extends AsyncDisposable {
  readonly primary: Simulator;
  readonly fallback: Simulator;
  readonly router: Router;
}

/** What a stage is set up with. */
export interface StageOptions {
  readonly provider?: StageProvider;
  readonly faults?: FaultScript;
  readonly primary?: SimulatorOptions;
  readonly fallbackFaults?: readonly Fault[];
  readonly router?: Partial<RouterOptions>;
}

/** Starts both simulators and a router over them. The fallback speaks another protocol than the primary. */
export async function setStage({
  provider = "openai",
  faults,
  primary: settings,
  fallbackFaults,
  router,
}: StageOptions = {}): Promise<Stage> {
  const primary = await startSimulator({ ...settings, ...(faults === undefined ? {} : { faults }) });
  const fallback = await startSimulator(fallbackFaults === undefined ? {} : { faults: fallbackFaults });
  const second: StageProvider = provider === "anthropic" ? "openai" : "anthropic";
  return {
    primary,
    fallback,
    router: createRouter({
      primary: modelOf[provider]({ baseUrl: primary.baseUrls[provider], apiKey: "key-of-primary" }),
      fallbacks: [modelOf[second]({ baseUrl: fallback.baseUrls[second], apiKey: "key-of-fallback" })],
      ...router,
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all([primary.close(), fallback.close()]);
    },
  };
}
