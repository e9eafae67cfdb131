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

/** Reads an answer to its end, or lets go of it, and gives the output. */
type Reader = (options: CallOptions, random: () => number) => Promise<unknown>;

/** Ways of reading an answer, letting go of it early included, by name. */
const readers: Readonly<Record<string, Reader>> = {
  async partials(options) {
    const stream = streamPatientSummary(input, options);
    let last: PartialPatientSummary | undefined;
    let attempt = 0;
    for await (const partial of stream) {
      if (stream.attempt === attempt && !goesOn(last, partial)) throw new Error("a partial took something back");
      last = partial;
      attempt = stream.attempt;
    }
    const { output } = await stream.result;
    if (last !== output) throw new Error("the last partial is not the output");
    return output;
  },
  async events(options) {
    const stream = streamPatientSummary(input, options);
    let [starts, ends, finishes] = [0, 0, 0];
    for await (const { type } of stream.events()) {
      if (type === "attempt-start") starts++;
      else if (type === "attempt-end") ends++;
      else if (type === "finish") finishes++;
    }
    if (starts !== ends || finishes !== 1)
      throw new Error(`${starts} attempts began, ${ends} ended, ${finishes} finished`);
    return (await stream.result).output;
  },
  async elements(options) {
    const stream = streamPatientSummary(input, options);
    let items: string[] = [];
    for await (const { item, index } of stream.elements("key_notes", { onRestart: "replay" })) {
      if (index === 0) items = [];
      items.push(item);
    }
    const { output } = await stream.result;
    if (JSON.stringify(items) !== JSON.stringify(output.key_notes)) throw new Error("an element was lost");
    return output;
  },
  async "elements, until a restart"(options) {
    const stream = streamPatientSummary(input, options);
    for await (const _note of stream.elements("key_notes"));
    return (await stream.result).output;
  },
  async "two readers, one of which leaves"(options, random) {
    const stream = streamPatientSummary(input, options);
    const leave = async (): Promise<void> => {
      let left = random() * 5;
      for await (const _event of stream.events()) if (left-- < 0) break;
    };
    const stay = async (): Promise<void> => {
      for await (const _partial of stream);
    };
    await Promise.all([leave().catch(() => {}), stay()]);
    return (await stream.result).output;
  },
  async "a slow reader"(options, random) {
    const stream = streamPatientSummary(input, options);
    for await (const _partial of stream) await pause(random() * 500);
    return (await stream.result).output;
  },
  async "no reader"(options) {
    return (await streamPatientSummary(input, options).result).output;
  },
  async "break at a partial"(options, random) {
    const stream = streamPatientSummary(input, options);
    let left = random() * 10;
    for await (const _partial of stream) if (left-- < 0) break;
    return (await stream.result).output;
  },
  async "throw in the loop"(options, random) {
    const stream = streamPatientSummary(input, options);
    const mine = new Error("mine");
    let left = random() * 10;
    try {
      for await (const _event of stream.events()) if (left-- < 0) throw mine;
    } catch (error) {
      if (error !== mine) throw error;
    }
    return (await stream.result).output;
  },
  async "abort of a stream"(options, random) {
    const stream = streamPatientSummary(input, options);
    return within(random() * 2_000, () => stream.abort("enough"), stream.result);
  },
  async "abort of a signal"(options, random) {
    const controller = new AbortController();
    const call = generatePatientSummary(input, { ...options, signal: controller.signal });
    return within(random() * 2_000, () => controller.abort(), call);
  },
  async generate(options) {
    return (await generatePatientSummary(input, options)).output;
  },
  async "generate, streamed on the wire"(options) {
    return (await generatePatientSummary(input, { ...options, wire: "stream" })).output;
  },
};

/** Names of the ways. */
const readerNames: readonly string[] = Object.keys(readers);

/** Makes one call in a way, and with options, that chance picks. */
export async function readOnce(base: CallOptions, random: () => number): Promise<Ending> {
  const reader = readers[readerNames[Math.floor(random() * readerNames.length)] ?? ""];
  if (reader === undefined) throw new Error("chance is below 1");
  try {
    const output = await reader({ ...base, ...anyOptions(random) }, random);
    if (!patientSummary.validate(output)) throw new Error("an output is not valid");
    return "value";
  } catch (error) {
    if (!OutspecError.is(error)) throw error;
    return error.code;
  }
}

function anyOptions(random: () => number): CallOptions {
  return {
    ...(random() < 0.2 && { view: "latest" }),
    ...(random() < 0.2 && { midStream: "fail" }),
    ...(random() < 0.3 && { onRefusal: "next" }),
    ...(random() < 0.2 && { repairs: "values" }),
    ...(random() < 0.2 && { reAsks: 0 }),
    ...(random() < 0.1 && { timeouts: { callMs: 5_000 } }),
  };
}

/** Whether nothing that was shown of a summary has been taken back. */
function goesOn(previous: PartialPatientSummary | undefined, next: PartialPatientSummary): boolean {
  if (previous === undefined) return true;
  const { vitals_status: status, requires_visit: visit, key_notes: notes = [] } = previous;
  const whole = notes.slice(0, -1).every((note, index) => next.key_notes?.[index] === note);
  const grown = notes.length === 0 || next.key_notes?.[notes.length - 1]?.startsWith(notes.at(-1) ?? "") === true;
  return (
    whole &&
    grown &&
    (status === undefined || next.vitals_status === status) &&
    (visit === undefined || next.requires_visit === visit)
  );
}

async function within(ms: number, stop: () => void, call: Promise<{ readonly output: unknown }>): Promise<unknown> {
  const timer = setTimeout(stop, ms);
  try {
    return (await call).output;
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
