import {
  createRouter,
  type OutputStream,
  OutspecError,
  openai,
  outcome,
  RestartError,
  type StreamEvent,
} from "@outspec/runtime";
import { type Codec, contractVersion, defineOutput, type StreamTable, stream } from "@outspec/runtime/codegen";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "./fake-clock.ts";

interface Output {
  readonly items: readonly unknown[];
  readonly n?: number;
}

type Events = readonly StreamEvent<Output, Output>[];

const ajv = new Ajv({ allErrors: true, strict: false });
const text = { type: "string" };

/** What an output of these tests is: its table, its schema, and the schemas of its rows. */
interface Form {
  readonly table: StreamTable;
  readonly schema: object;
  readonly rows?: Readonly<Record<number, object>>;
  /** Validators of rows, in place of those schemas. */
  readonly checks?: Codec["checks"];
}

const list: Form = {
  table: [
    { kind: "object", properties: { items: 1, n: 3 }, required: ["items"], rest: "drop" },
    { kind: "array", items: 2 },
    { kind: "text" },
    { kind: "whole", types: ["number"] },
  ],
  schema: {
    type: "object",
    required: ["items"],
    properties: { items: { type: "array", items: text }, n: { type: "number" } },
  },
  rows: { 2: text },
};

function listOf(items: StreamTable, row: object, array: object = { items: row }): Form {
  return {
    table: [{ kind: "object", properties: { items: 1 }, required: ["items"], rest: "drop" }, ...items],
    schema: { type: "object", required: ["items"], properties: { items: array } },
    rows: { 2: row },
  };
}

const sse = (event: unknown): string => `data: ${JSON.stringify(event)}\n\n`;
const delta = (content: string): string => sse({ choices: [{ index: 0, delta: { content } }] });
const finish = `${sse({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}data: [DONE]\n\n`;

/** Lets every reader and the runtime have their turn. */
async function turn(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** A body that the test writes. */
function pipe() {
  const queue: (string | Error | undefined)[] = [];
  let wake = (): void => {};
  const put = (piece: string | Error | undefined): void => {
    queue.push(piece);
    wake();
  };
  const response: ScriptedResponse = async ({ signal }) => {
    signal?.addEventListener("abort", () => put(signal.reason));
    async function* body() {
      for (;;) {
        while (queue.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const piece = queue.shift();
        if (piece === undefined) return;
        if (piece instanceof Error) throw piece;
        yield new TextEncoder().encode(piece);
      }
    }
    return { status: 200, headers: {}, body: body() };
  };
  return {
    response,
    write: async (...pieces: readonly string[]) => {
      for (const piece of pieces) put(delta(piece));
      await turn();
    },
    finish: async () => {
      put(finish);
      put(undefined);
      await turn();
    },
    end: async () => {
      put(undefined);
      await turn();
    },
  };
}

function start(form: Form, ...responses: readonly ScriptedResponse[]) {
  const clock = createFakeClock();
  const { transport, requests } = createScriptedTransport(...responses);
  const dialect = { schema: "{}" };
  const codec: Codec = {
    contract: contractVersion,
    name: "List",
    hash: "0",
    table: form.table,
    validate: ajv.compile(form.schema),
    checks:
      form.checks ??
      Object.fromEntries(Object.entries(form.rows ?? {}).map(([row, schema]) => [row, ajv.compile(schema)])),
    dialects: { "openai-strict": dialect, prompt: dialect },
  };
  const { validate } = codec;
  const spec = defineOutput<Output>({ name: "List", schema: form.schema as never, validate, table: form.table });
  const router = createRouter({
    primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k" }),
    fallbacks: responses.slice(1).map((_, index) => openai(`gpt-5.6-${index}`, { api: "chat", apiKey: "k" })),
    transport,
    clock,
    attempts: 1,
    reAsks: 0,
  });
  const running: OutputStream<Output, Output> = stream({ spec, codec }, "the prompt" as never, { router });
  return { stream: running, codec, clock, requests };
}

/** Reads to the end: what came, and what was thrown. */
async function readAll<V>(source: AsyncIterable<V>, pause?: () => Promise<void>) {
  const values: V[] = [];
  try {
    for await (const value of source) {
      values.push(value);
      await pause?.();
    }
  } catch (error) {
    return { values, error: error as OutspecError };
  }
  return { values, error: undefined };
}

const slowly = (): Promise<void> => turn();
const caught = (promise: Promise<unknown>): Promise<OutspecError> =>
  promise.then(
    () => undefined,
    (error) => error,
  ) as never;

describe("elements", () => {
  const closed = { type: "object", required: ["a"], properties: { a: text }, additionalProperties: false };
  const closedList = listOf(
    [
      { kind: "array", items: 2 },
      { kind: "object", properties: { a: 3 }, required: ["a"], rest: "reject" },
      { kind: "text" },
    ],
    closed,
  );

  it("are judged once, while they are read", async () => {
    const judged: unknown[] = [];
    const judge = (value: unknown): boolean => judged.push(value) > 0;
    const { response, write, finish } = pipe();
    const { stream } = start({ ...list, checks: { 2: judge } }, response);
    const reading = readAll(stream.elements("items"));
    await turn();
    await write('{"items":["a', '","b"', "]}");
    await finish();
    expect((await reading).values).toEqual(["a", "b"]);
    expect(judged).toEqual(["a", "b"]);
  });

  it("are not handed out when the model wrote a property that their schema refuses", async () => {
    const { response, write, finish } = pipe();
    const { stream } = start(closedList, response);
    const reading = readAll(stream.elements("items"));
    await turn();
    await write('{"items":[{"a":"w"},{"a":"x",', '"bad":1},{"a":"y"}]}');
    await finish();
    const { values, error } = await reading;
    expect(values).toEqual([{ a: "w" }]);
    expect(error?.attempts[0]?.error?.code).toBe("invalid-output");
  });

  it("are not handed out when a member that is shown only when valid is not", async () => {
    const h = { type: "string", minLength: 5 };
    const item = { type: "object", required: ["a"], properties: { a: text, h } };
    const form = listOf(
      [
        { kind: "array", items: 2 },
        { kind: "object", properties: { a: 3, h: 4 }, required: ["a"], rest: "drop" },
        { kind: "text" },
        { kind: "text", hold: true },
      ],
      item,
    );
    const { response, write, finish } = pipe();
    const { stream } = start({ ...form, rows: { ...form.rows, 4: h } }, response);
    const reading = readAll(stream.elements("items"));
    await turn();
    await write('{"items":[{"a":"w","h":"long enough"},{"a":"x","h":"no"},');
    await write('{"a":"y"}]}');
    await finish();
    const { values, error } = await reading;
    expect(values).toEqual([{ a: "w", h: "long enough" }]);
    expect(error?.attempts[0]?.error?.code).toBe("invalid-output");
  });

  it("are handed out of an array that may also be null", async () => {
    const form = listOf(
      [
        { kind: "union", options: [3, 4] },
        { kind: "text" },
        { kind: "array", items: 2 },
        { kind: "whole", types: ["null"] },
      ],
      text,
      { type: ["array", "null"], items: text },
    );
    const { stream } = start(form, { chunks: [delta('{"items":["a","b"]}'), finish] });
    expect(await readAll(stream.elements("items"))).toEqual({ values: ["a", "b"], error: undefined });
  });

  it("are handed out of an array that may be one of several, whichever it is", async () => {
    const form: Form = {
      table: [
        { kind: "object", properties: { items: 1 }, required: ["items"], rest: "drop" },
        { kind: "union", options: [2, 4] },
        { kind: "array", items: 3 },
        { kind: "text" },
        { kind: "array", items: 5 },
        { kind: "whole", types: ["number"] },
      ],
      schema: { type: "object", properties: { items: { type: "array" } } },
      rows: { 3: text, 5: { type: "number" } },
    };
    const { stream } = start(form, { chunks: [delta('{"items":[1,2]}'), finish] });
    expect(await readAll(stream.elements("items"))).toEqual({ values: [1, 2], error: undefined });
  });

  it("of a tuple are each judged by their own schema", async () => {
    const number = { type: "number" };
    const form = listOf(
      [{ kind: "array", items: 2, prefix: [3] }, { kind: "whole", types: ["number"] }, { kind: "text" }],
      number,
      { type: "array", items: [text], additionalItems: number },
    );
    const { response, write, finish } = pipe();
    const { stream } = start({ ...form, rows: { 2: number, 3: text } }, response);
    const reading = stream.elements("items")[Symbol.asyncIterator]();
    const first = reading.next();
    await turn();
    await write('{"items":["a",1,');
    expect(await first).toEqual({ done: false, value: "a" });
    expect(await reading.next()).toEqual({ done: false, value: 1 });
    await write("2]}");
    await finish();
    expect((await reading.next()).value).toBe(2);
  });

  it("that are finished come before the error of the stream, however slow the reader", async () => {
    const { response, write, end } = pipe();
    const { stream } = start(list, response);
    const reading = readAll(stream.elements("items"), slowly);
    await turn();
    await write('{"items":["a","b","c","d');
    await end();
    const { values, error } = await reading;
    expect(values).toEqual(["a", "b", "c"]);
    expect(await caught(stream.result)).toBe(error);
  });

  it("are asked about once each, also one that is not valid", async () => {
    const { response, write } = pipe();
    let asked = 0;
    const { stream, codec } = start(list, response);
    Object.assign(codec.checks ?? {}, { 2: () => ++asked < 0 });
    const reading = readAll(stream.elements("items"));
    await turn();
    await write('{"items":["bad","');
    for (let i = 0; i < 20; i++) await write("more ");
    expect(asked).toBe(1);
    stream.abort();
    expect((await reading).values).toEqual([]);
  });

  it("stop being waited for when their reader returns", async () => {
    const { response } = pipe();
    const { stream } = start(list, response);
    const reader = stream.elements("items")[Symbol.asyncIterator]();
    const pending = reader.next();
    await turn();
    expect(await reader.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect((await caught(stream.result)).code).toBe("aborted");
  });

  it("end with the same error as the result when the stream restarts, with every attempt in it", async () => {
    const first = pipe();
    const second = pipe();
    const { stream } = start(list, first.response, second.response);
    const reading = readAll(stream.elements("items"));
    await turn();
    await first.write('{"items":["a","b');
    await first.end();
    await second.write('{"items":["a"');
    const { values, error } = await reading;
    expect(values).toEqual(["a"]);
    expect(error).toBeInstanceOf(RestartError);
    expect(await caught(stream.result)).toBe(error);
    expect(error?.attempts.map((attempt) => attempt.error?.code)).toEqual(["interrupted", "restarted"]);
  });
});

describe("events", () => {
  const kinds = (events: Events): readonly string[] => events.map(({ type }) => type);

  it("that have happened come before the error of the stream, however slow the reader", async () => {
    const failures: readonly ScriptedResponse[] = [
      { status: 529, chunks: ["{}"] },
      { status: 401, chunks: ["{}"] },
    ];
    const { stream } = start(list, ...failures);
    const { values, error } = await readAll(stream.events(), slowly);
    expect(kinds(values)).toEqual(["attempt-start", "attempt-end", "attempt-start", "attempt-end"]);
    expect(error?.code).toBe("all-attempts-failed");
  });

  it("tell of a path at its closing quote", async () => {
    const { response, write } = pipe();
    const { stream } = start(list, response);
    const events: StreamEvent<Output, Output>[] = [];
    const reading = (async () => {
      for await (const event of stream.events()) events.push(event);
    })();
    await turn();
    await write('{"items":["ab');
    await write('"');
    expect(events.at(-1)).toEqual({ type: "path-complete", attempt: 1, path: ["items", 0] });
    stream.abort();
    await caught(reading);
  });

  it("of an attempt all come before its end", async () => {
    const { response, write, finish } = pipe();
    const { stream } = start(list, response);
    const reading = readAll(stream.events());
    await turn();
    for (const character of '{"items":["ab","cd"],"n":1}') await write(character);
    await finish();
    const { values } = await reading;
    expect(kinds(values).slice(-2)).toEqual(["attempt-end", "finish"]);
    expect(values.findLast(({ type }) => type === "partial")).toMatchObject({ partial: { items: ["ab", "cd"], n: 1 } });
    expect(values.at(-3)).toEqual({ type: "path-complete", attempt: 1, path: [] });
  });

  it("are merged for a reader that is far behind, and only partials in between are lost", async () => {
    const count = 5_000;
    const items = Array.from({ length: count }, (_, index) => `item ${index}`);
    const chunks = items.map((item, index) => delta(`${index === 0 ? '{"items":[' : ","}${JSON.stringify(item)}`));
    const { stream } = start(list, { chunks: [...chunks, delta("]}"), finish] });
    const reader = stream.events()[Symbol.asyncIterator]();
    await reader.next();
    await stream.result;
    const events: StreamEvent<Output, Output>[] = [];
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) events.push(next.value);
    const partials = events.filter(({ type }) => type === "partial");
    expect(partials.length).toBeLessThan(100);
    expect(partials.at(-1)).toMatchObject({ partial: { items } });
    const changed = new Set(partials.flatMap((event) => (event.type === "partial" ? event.paths : [])).map(String));
    expect(items.every((_, index) => changed.has(`items,${index}`))).toBe(true);
    const complete = events.flatMap((event) => (event.type === "path-complete" ? [String(event.path)] : []));
    expect(complete).toEqual([...items.map((_, index) => `items,${index}`), "items", ""]);
    expect(kinds(events).slice(-2)).toEqual(["attempt-end", "finish"]);
  });
});

describe("a reader that left before it read", () => {
  it("does not keep the work going by asking again", async () => {
    const { response, write } = pipe();
    const { stream } = start(list, response);
    const left = stream[Symbol.asyncIterator]();
    await left.return?.();
    expect(await left.next()).toEqual({ done: true, value: undefined });
    await turn();
    await write('{"items":["a');
    for await (const _partial of stream) break;
    expect((await caught(stream.result)).code).toBe("aborted");
  });
});

describe("an answer that can no longer be valid", () => {
  const status = { enum: ["Normal", "Warning", "Critical"] };
  const form: Form = {
    table: [
      { kind: "object", properties: { status: 1, items: 2 }, required: ["status", "items"], rest: "reject" },
      { kind: "whole", types: ["string"], values: status.enum },
      { kind: "array", items: 3 },
      { kind: "text" },
    ],
    schema: {
      type: "object",
      required: ["status", "items"],
      additionalProperties: false,
      properties: { status, items: { type: "array", items: text } },
    },
  };

  it.each([
    ['{"status":"Wo', "/status must be one of Normal, Warning, Critical"],
    ['{"items":"', "/items must be an array"],
    ['{"items":["a",{', "/items/1 must be a string"],
    ['{"o', "the output must have none but the properties status, items"],
  ])("is given up at once: %s", async (beginning, issue) => {
    const { response, write } = pipe();
    const { stream } = start(form, response);
    let error: OutspecError | undefined;
    stream.result.catch((reason) => {
      error = reason;
    });
    await turn();
    await write(...beginning.slice(0, -1));
    expect(error).toBeUndefined();
    await write(beginning.slice(-1));
    expect(error?.message).toContain(`List does not match its schema: ${issue}`);
    expect(error?.attempts[0]?.error?.code).toBe("invalid-output");
  });

  it("is read on where only the table, and not the schema, wants something else", async () => {
    const lax = { ...form, schema: { type: "object", properties: { items: { items: text } } } };
    const { stream } = start(lax, { chunks: [delta('{"items":'), delta('"none"'), delta("}"), finish] });
    expect((await stream.result).output).toEqual({ items: "none" });
  });
});

describe("an outcome", () => {
  it("is told by the error's code, so that another copy of the package may have thrown it", async () => {
    const foreign = Object.assign(new OutspecError("invalid-output", "no"), { issues: [] });
    expect(await outcome(Promise.reject(foreign))).toEqual({ kind: "invalid", error: foreign, issues: [] });
    const refused = new OutspecError("content-filtered", "no");
    expect((await outcome(Promise.reject(refused))).kind).toBe("refused");
  });
});
