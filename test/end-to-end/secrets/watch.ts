import { type ChannelListener, channel } from "node:diagnostics_channel";
import { type CallOptions, createRouter, type Model, type RouterOptions } from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import { instrument } from "@outspec/runtime/otel";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../../generated/index.ts";
import { createMemory } from "../../runtime/otel-memory.ts";
import { prompts } from "./canaries.ts";

const channels = ["call:start", "call:end", "attempt:start", "attempt:first-token", "attempt:end"];

/** Everybody who may look at calls: hooks, channels, OpenTelemetry. */
export interface Watch extends Disposable {
  readonly hooks: NonNullable<RouterOptions["hooks"]>;
  /** What they were told since the last time. */
  take(): readonly unknown[];
  /** What OpenTelemetry would have sent. */
  telemetry(): Promise<string>;
}

/** Starts watching all calls of this process. */
export function startWatch(): Watch {
  let told: unknown[] = [];
  const note = (value: unknown): void => void told.push(value);
  const listen: ChannelListener = note;
  for (const name of channels) channel(`outspec:${name}`).subscribe(listen);
  const memory = createMemory();
  const stop = instrument({ tracer: memory.tracer, meter: memory.meter });
  return {
    hooks: { onCallStart: note, onCallEnd: note, onAttemptStart: note, onFirstToken: note, onAttemptEnd: note },
    take() {
      // Hooks and channels are told the same.
      const all = [...new Set(told)];
      told = [];
      return all;
    },
    telemetry: () => memory.everything(),
    [Symbol.dispose]() {
      stop();
      for (const name of channels) channel(`outspec:${name}`).unsubscribe(listen);
    },
  };
}

export interface Input {
  readonly notes: string;
}

/** The input with its canaries. */
export const input: Input = { notes: prompts.user.text };

/** A call whose prompt holds every canary there is for prompts. */
export function callOn(
  codec: Codec,
  models: readonly [Model, ...Model[]],
  watch: Watch,
  options: Partial<RouterOptions> = {},
): OutputCall<PatientSummary, Input> {
  const [primary, ...fallbacks] = models;
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary, fallbacks, attempts: 1, reAsks: 0, hooks: watch.hooks, ...options }),
    prompt: ({ notes }) => ({
      system: prompts.system.text,
      user: [
        { type: "text", text: notes },
        { type: "image", image: { data: new TextEncoder().encode(prompts.media.text), mediaType: "image/png" } },
      ],
    }),
  };
}

/** The result itself, as whoever logs it has it, but for what was asked for. */
function withoutOutput(result: object): object {
  Reflect.deleteProperty(result, "output");
  return result;
}

/** Makes a call whole and streamed; gives what it failed with, and the events that are no output. */
export async function callBothWays(
  call: OutputCall<PatientSummary, Input>,
  options: CallOptions = {},
): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  const note = (value: unknown): void => void told.push(value);
  await generate(call, input, options).then((result) => note(withoutOutput(result)), note);
  const streamed = stream<PatientSummary, PartialPatientSummary, Input>(call, input, options);
  try {
    for await (const event of streamed.events()) {
      if (event.type === "attempt-start" || event.type === "attempt-end" || event.type === "restart") note(event);
    }
  } catch (error) {
    note(error);
  }
  await streamed.result.then((result) => note(withoutOutput(result)), note);
  return told;
}
