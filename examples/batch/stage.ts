import { anthropic, createRouter, openai } from "@outspec/runtime";
import type { BatchCallOptions } from "@outspec/runtime/batch";
import { type Fault, startSimulator } from "@outspec/runtime/testing";

/** Where the calls go. */
export interface Stage {
  readonly callOptions: BatchCallOptions;
  close(): Promise<void>;
}

/** What a provider does on a bad night. */
const faults: readonly Fault[] = [
  { kind: "status", status: 429, headers: { "retry-after-ms": "300" } },
  { kind: "status", status: 529 },
  { kind: "cut" },
  { kind: "schema-violation" },
];

/** The models of outspec.yaml, or else a simulator on this machine that fails with one request in ten. */
export async function startStage(live: boolean): Promise<Stage> {
  if (live) return { callOptions: {}, close: async () => {} };
  const simulator = await startSimulator({
    firstTokenMs: 40,
    remember: 0,
    faults: ({ index }) => (index % 10 === 9 ? faults[Math.floor(index / 10) % faults.length] : undefined),
  });
  const router = createRouter({
    primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "demo" }),
    fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, apiKey: "demo" })],
  });
  return { callOptions: { router }, close: () => simulator.close() };
}
