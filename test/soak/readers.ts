import { type CallOptions, OutspecError } from "@outspec/runtime";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  patientSummary,
  streamPatientSummary,
} from "../../generated/index.js";

const input = { notes: "Blood pressure 162/98. Ran out of amlodipine four days ago." };

/** What a call came to. A call that ends in anything else is a violation. */
export type Ending = "value" | OutspecError["code"];

type Reader = (options: CallOptions, random: () => number) => Promise<Ending>;

/** Ways of reading an answer, letting go of it early included. */
const readers: readonly Reader[] = [
  // All partials, as they come.
  async (options) => {
    const stream = streamPatientSummary(input, options);
    let last: PartialPatientSummary | undefined;
    for await (const partial of stream) last = partial;
    const { output } = await stream.result;
    if (JSON.stringify(last) !== JSON.stringify(output)) throw new Error("the last partial is not the output");
    return checked(output);
  },
  // All events.
  async (options) => {
    const stream = streamPatientSummary(input, options);
    let finished = 0;
    for await (const event of stream.events()) if (event.type === "finish") finished++;
    if (finished !== 1) throw new Error(`a stream finished ${finished} times`);
    return checked((await stream.result).output);
  },
  // Elements, across restarts.
  async (options) => {
    const stream = streamPatientSummary(input, options);
    let latest: string[] = [];
    for await (const { item, index } of stream.elements("key_notes", { onRestart: "replay" })) {
      if (index === 0) latest = [];
      latest.push(item);
    }
    const { output } = await stream.result;
    if (latest.length !== output.key_notes.length) throw new Error("an element was lost");
    return checked(output);
  },
  // A reader that is slower than the model.
  async (options, random) => {
    const stream = streamPatientSummary(input, options);
    for await (const _partial of stream) await pause(random() * 50);
    return checked((await stream.result).output);
  },
  // Nobody reads; only the result is waited for.
  async (options) => checked((await streamPatientSummary(input, options).result).output),
  // Lets go at some partial.
  async (options, random) => {
    const stream = streamPatientSummary(input, options);
    let left = random() * 10;
    for await (const _partial of stream) if (left-- < 0) break;
    return checked((await stream.result).output);
  },
  // Is told to stop at some time.
  async (options, random) => {
    const controller = new AbortController();
    const cancel = setTimeout(() => controller.abort(), random() * 200);
    try {
      return checked((await generatePatientSummary(input, { ...options, signal: controller.signal })).output);
    } finally {
      clearTimeout(cancel);
    }
  },
  // Waits for the whole answer.
  async (options) => checked((await generatePatientSummary(input, options)).output),
];

/** Makes one call in a way that chance picks. */
export async function readOnce(options: CallOptions, random: () => number): Promise<Ending> {
  const reader = readers[Math.floor(random() * readers.length)];
  if (reader === undefined) throw new Error("chance is below 1");
  try {
    return await reader(options, random);
  } catch (error) {
    if (!OutspecError.is(error)) throw error;
    return error.code;
  }
}

function checked(output: unknown): Ending {
  if (!patientSummary.validate(output)) throw new Error("an output is not valid");
  return "value";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
