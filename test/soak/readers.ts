import type { CallOptions, OutputStream, Result } from "@outspec/runtime";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  type PatientSummary,
  streamPatientSummary,
} from "../../generated/index.js";
import { askFor, isOfAnother } from "./answers.js";
import { createEventOrder } from "./event-order.js";

/** A call that is to be made. */
export interface Call {
  readonly number: number;
  readonly options: CallOptions;
  readonly random: () => number;
  /** Is told when the first partial has come. */
  onPartial(): void;
}

/** Reads an answer to its end, or lets go of it. */
export interface Reader {
  /** Whether it reads as fast as it can and to the end, so that the time it takes is the call's. */
  readonly isTimed: boolean;
  read(call: Call): Promise<Result<PatientSummary>>;
}

type Stream = OutputStream<PatientSummary, PartialPatientSummary>;

const begin = ({ number, options }: Call): Stream => streamPatientSummary(askFor(number), options);

/** Ways of reading an answer, letting go of it early included, by name. */
export const readers: Readonly<Record<string, Reader>> = {
  partials: {
    isTimed: true,
    async read(call) {
      const stream = begin(call);
      const last = await readPartials(stream, call);
      const result = await stream.result;
      if (last !== result.output) throw new Error("the last partial is not the output");
      return result;
    },
  },
  events: { isTimed: true, read: readEvents },
  elements: { isTimed: true, read: readElements },
  "elements, until a restart": {
    isTimed: true,
    async read(call) {
      const stream = begin(call);
      const items: string[] = [];
      for await (const note of stream.elements("key_notes")) items.push(note);
      const result = await stream.result;
      demandSame(items, result);
      return result;
    },
  },
  "two readers, one of which leaves": {
    isTimed: true,
    async read(call) {
      const stream = begin(call);
      const leave = async (): Promise<void> => {
        let left = call.random() * 5;
        for await (const _event of stream.events()) if (left-- < 0) break;
      };
      await Promise.all([leave().catch(() => {}), readPartials(stream, call)]);
      return stream.result;
    },
  },
  "a slow reader": {
    isTimed: false,
    async read(call) {
      const stream = begin(call);
      await readPartials(stream, call, () => pause(call.random() * 500));
      return stream.result;
    },
  },
  "no reader": { isTimed: true, read: (call) => begin(call).result },
  "break at a partial": {
    isTimed: false,
    async read(call) {
      const stream = begin(call);
      let left = call.random() * 10;
      for await (const _partial of stream) if (left-- < 0) break;
      return stream.result;
    },
  },
  "throw in the loop": {
    isTimed: false,
    async read(call) {
      const stream = begin(call);
      const mine = new Error("mine");
      let left = call.random() * 10;
      try {
        for await (const _event of stream.events()) if (left-- < 0) throw mine;
      } catch (error) {
        if (error !== mine) throw error;
      }
      return stream.result;
    },
  },
  "abort of a stream": {
    isTimed: false,
    async read(call) {
      const stream = begin(call);
      return within(call.random() * 2_000, () => stream.abort("enough"), stream.result);
    },
  },
  "abort of a signal": {
    isTimed: false,
    async read({ number, options, random }) {
      const controller = new AbortController();
      const answer = generatePatientSummary(askFor(number), { ...options, signal: controller.signal });
      return within(random() * 2_000, () => controller.abort(), answer);
    },
  },
  generate: {
    isTimed: true,
    read: ({ number, options }) => generatePatientSummary(askFor(number), options),
  },
  "generate, streamed on the wire": {
    isTimed: true,
    read: ({ number, options }) => generatePatientSummary(askFor(number), { ...options, wire: "stream" }),
  },
};

/** Reads all partials; gives the last one. */
async function readPartials(
  stream: Stream,
  call: Call,
  wait?: () => Promise<void>,
): Promise<PartialPatientSummary | undefined> {
  let last: PartialPatientSummary | undefined;
  let attempt = 0;
  for await (const partial of stream) {
    if (last === undefined) call.onPartial();
    if (stream.attempt === attempt && !goesOn(last, partial)) throw new Error("a partial took something back");
    if (isOfAnother(partial.key_notes, call.number)) throw new Error("a partial is another call's");
    last = partial;
    attempt = stream.attempt;
    await wait?.();
  }
  return last;
}

async function readEvents(call: Call): Promise<Result<PatientSummary>> {
  const stream = begin(call);
  const order = createEventOrder<PatientSummary, PartialPatientSummary>();
  let last: PartialPatientSummary | undefined;
  const read = async (): Promise<void> => {
    for await (const event of stream.events()) {
      order.take(event);
      if (event.type !== "partial") continue;
      if (last === undefined) call.onPartial();
      last = event.partial;
    }
  };
  try {
    await read();
  } catch (error) {
    // The loop's error is the stream's, unless it is a complaint of the order's.
    if (error === (await stream.result.catch((reason: unknown) => reason))) order.close(false);
    throw error;
  }
  order.close(true);
  const result = await stream.result;
  if (last !== result.output) throw new Error("the last partial event is not the output");
  if (order.attempts !== result.attempts.length)
    throw new Error(`${order.attempts} attempts were told as events, ${result.attempts.length} in the result`);
  return result;
}

async function readElements(call: Call): Promise<Result<PatientSummary>> {
  const stream = begin(call);
  let items: string[] = [];
  let of = 0;
  for await (const { item, index, attempt } of stream.elements("key_notes", { onRestart: "replay" })) {
    if (attempt !== of) items = [];
    of = attempt;
    if (index !== items.length) throw new Error(`element ${index} came after ${items.length} elements`);
    items.push(item);
  }
  const result = await stream.result;
  demandSame(items, result);
  return result;
}

function demandSame(items: readonly string[], { output }: Result<PatientSummary>): void {
  if (JSON.stringify(items) !== JSON.stringify(output.key_notes))
    throw new Error(`${items.length} elements were handed out for ${output.key_notes.length}, or others`);
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

async function within<T>(ms: number, stop: () => void, call: Promise<T>): Promise<T> {
  const timer = setTimeout(stop, ms);
  try {
    return await call;
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
