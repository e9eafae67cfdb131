import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { bedrockConverse } from "@outspec/runtime/providers/bedrock-converse";
import { cohereChat } from "@outspec/runtime/providers/cohere";
import { geminiContent } from "@outspec/runtime/providers/gemini";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import { openaiResponses } from "@outspec/runtime/providers/openai-responses";
import type { Adapter, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import { readSafely } from "@outspec/runtime/router/read-safely";
import { describe, expect, it } from "vitest";
import { callOf } from "./replay.ts";

// Whatever stands in a provider's JSON, in whatever place: an adapter gives events, and does so soon.

/** More than the platform can write, and it takes no time to read them. */
const levels = 12_000;

const deepText = "[".repeat(levels) + "]".repeat(levels);

/** Values that are no use where they stand. The texts are those of JSON, as they come over a wire. */
const hostile: Readonly<Record<string, unknown>> = {
  nothing: null,
  "a list": [],
  "a list of nothing": [null],
  "an object": {},
  "an object that pretends to turn into a number": JSON.parse('{"toString":1,"valueOf":1,"toJSON":1,"length":1e9}'),
  "names of what every object has": JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  ),
  "a number no count can be": -1e308,
  "a number beyond all others": Number.POSITIVE_INFINITY,
  "a number where a text is wanted": 7,
  truth: true,
  "an empty text": "",
  "a text of control characters": "\u001b[31mred\u0000\r\n\u202eevil\ud800",
  "nesting beyond any stack": JSON.parse(deepText),
};

const families: Readonly<Record<string, readonly [folder: string, adapter: Adapter, call?: Partial<ModelCall>]>> = {
  "OpenAI Chat Completions": ["openai-chat", openaiChat],
  "OpenAI Responses": ["openai-responses", openaiResponses],
  "Anthropic Messages": ["anthropic", anthropicMessages],
  Gemini: ["gemini", geminiContent],
  "Bedrock Converse": ["bedrock-converse", bedrockConverse],
  Cohere: ["cohere", cohereChat],
  Ollama: ["ollama", ollamaChat],
};

const names = ["complete", "complete-tool", "failed", "refused", "truncated"];

/** Fixtures of a folder that are whole answers, and the events of those that are streams. */
function fixturesOf(folder: string): {
  readonly bodies: readonly unknown[];
  readonly streams: readonly (readonly Event[])[];
} {
  const path = join(import.meta.dirname, folder);
  const files = readdirSync(path).filter((file) => names.includes(file.replace(/\.\w+$/, "")));
  const textOf = (file: string): string => readFileSync(join(path, file), "utf8");
  return {
    bodies: files.filter((file) => file.endsWith(".json")).map((file) => JSON.parse(textOf(file))),
    streams: files.filter((file) => !file.endsWith(".json")).map((file) => eventsOf(textOf(file))),
  };
}

interface Event {
  readonly event?: string;
  readonly body: unknown;
}

function eventsOf(text: string): readonly Event[] {
  const events: Event[] = [];
  let event: string | undefined;
  for (const line of text.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice(7);
    const data = line.replace(/^data: /, "");
    if (!data.startsWith("{")) continue;
    events.push({ body: JSON.parse(data), ...(event === undefined ? {} : { event }) });
    event = undefined;
  }
  return events;
}

/** The value with each of its members in turn, itself among them, replaced. */
function* withOneReplaced(value: unknown, by: unknown): Generator<unknown> {
  yield by;
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const other of withOneReplaced(item, by)) yield value.map((same, at) => (at === index ? other : same));
    return;
  }
  for (const [key, item] of Object.entries(value))
    for (const other of withOneReplaced(item, by)) yield { ...value, [key]: other };
}

/** JSON of a value, whose nesting may be beyond what `JSON.stringify` can follow, and whose numbers beyond what it can say. */
function textOf(value: unknown): string {
  const raw = new Map<unknown, string>([
    [hostile["nesting beyond any stack"], deepText],
    [Number.POSITIVE_INFINITY, "1e400"],
  ]);
  const texts = [...raw.values()];
  const text = JSON.stringify(value, (_key, item) =>
    raw.has(item) ? `raw ${texts.indexOf(raw.get(item) ?? "")}` : item,
  );
  return text.replace(/"raw (\d)"/, (_mark, index) => texts[Number(index)] ?? "");
}

describe.each(Object.entries(families))("the adapter of %s", (_family, [folder, adapter]) => {
  const { bodies, streams } = fixturesOf(folder);
  const calls = [callOf(), callOf({ mode: "tool", name: "result" })];

  it("has fixtures", () => {
    expect(bodies.length).toBeGreaterThan(2);
    expect(streams.length).toBeGreaterThan(2);
  });

  it.each(Object.entries(hostile))(
    "makes of %s, in any place of a whole answer, an answer or a failure",
    (_name, value) => {
      for (const body of bodies)
        for (const broken of withOneReplaced(body, value))
          for (const call of calls) expectSound(readOrRefuse(() => adapter.decodeBody(call, textOf(broken))));
    },
  );

  it.each(Object.entries(hostile))("makes of %s, in any place of a stream, an answer or a failure", (name, value) => {
    // Most events of a stream are alike: each value stands in every third place, each in others than the one before.
    let place = Object.keys(hostile).indexOf(name);
    for (const stream of streams)
      for (const [index, { body }] of stream.entries())
        for (const broken of withOneReplaced(body, value)) {
          const call = calls[place++ % 6];
          if (call !== undefined) expectSound(readOrRefuse(() => play(adapter, call, stream, index, broken)));
        }
  });

  it.each(Object.entries(hostile))(
    "makes of %s, in any place of an error, one line that says little",
    (_name, value) => {
      const errors = [
        { error: { message: "m", code: "c", type: "t", param: "p", status: "s", details: [{ retryDelay: "1s" }] } },
        {
          error: {
            metadata: { headers: { "X-RateLimit-Reset": "1" } },
            innererror: { code: "c" },
            failed_generation: "{",
          },
        },
        { detail: [{ loc: ["body", 1], msg: "m" }], errors: [{ message: "m" }], request_id: "r", id: "i" },
        [{ error: { status: "UNAVAILABLE", code: 503 } }],
        { message: "m", Message: "M", __type: "a#b", code: 1, status_code: 400, raw_status_code: 500 },
      ];
      for (const error of errors)
        for (const broken of withOneReplaced(error, value)) {
          const headers = { "content-type": "application/json", "retry-after": "nonsense" };
          const fault = adapter.decodeFault({ status: 429, headers }, textOf(broken));
          expect(fault.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,301}$/u);
          expect(fault.requestId ?? "r").toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u);
          expect(fault.retryAfterMs ?? 0).toBeGreaterThanOrEqual(0);
        }
    },
  );
});

/** As the router reads: what cannot be read is refused. */
function readOrRefuse(read: () => readonly ModelEvent[]): readonly ModelEvent[] {
  try {
    return readSafely(read);
  } catch (error) {
    expect(error).toMatchObject({ name: "FramingError", message: "what the provider sent cannot be read" });
    // Only what is nested too deeply to be written again ends so.
    expect((error as Error).cause).toBeInstanceOf(RangeError);
    return [];
  }
}

function play(
  adapter: Adapter,
  call: ModelCall,
  stream: readonly Event[],
  index: number,
  broken: unknown,
): readonly ModelEvent[] {
  const decoder = adapter.createStreamDecoder(call);
  const events: ModelEvent[] = [];
  for (const [at, { event, body }] of stream.entries()) {
    const data = at === index ? textOf(broken) : JSON.stringify(body);
    events.push(...decoder.push({ data, ...(event === undefined ? {} : { event }) }));
  }
  return [...events, ...decoder.end()];
}

function expectSound(events: readonly ModelEvent[]): void {
  for (const event of events) {
    switch (event.type) {
      case "text-delta":
      case "reasoning-delta":
        expect(typeof event.text).toBe("string");
        break;
      case "usage":
        expectCounts(event.usage);
        break;
      case "finish":
        if (event.usage !== undefined) expectCounts(event.usage);
        expect(["string", "undefined"]).toContain(typeof event.model);
        expect(["string", "undefined"]).toContain(typeof event.refusal);
        break;
      case "fault":
        expect(event.fault.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,301}$/u);
        break;
      case "progress":
        break;
    }
  }
  expect(Object.prototype).not.toHaveProperty("polluted");
}

function expectCounts({
  input,
  output,
}: {
  readonly input: { readonly total: number };
  readonly output: { readonly total: number };
}): void {
  for (const count of [input.total, output.total]) {
    expect(Number.isFinite(count)).toBe(true);
    expect(count).toBeGreaterThanOrEqual(0);
  }
}
