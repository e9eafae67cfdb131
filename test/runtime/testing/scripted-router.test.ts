import assert from "node:assert/strict";
import * as runtime from "@outspec/runtime";
import { createRouter, InputError, type Model, OutspecError, outcome, RouterError } from "@outspec/runtime";
import { providerRows } from "@outspec/runtime/facts/providers";
import {
  createScriptedRouter,
  createTestClock,
  fixture,
  partialsOf,
  type ScriptedFailure,
  UnansweredRequestError,
} from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import * as specs from "../../../generated/index.ts";
import { generatePatientSummary, patientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { router as ownRouter } from "../../../generated/router.ts";

const notes = "BP 162/98. Ran out of amlodipine.";
const output = fixture(patientSummary, { seed: "scripted" });
const ask = (router: runtime.Router) => generatePatientSummary({ notes }, { router });

describe("a scripted router", () => {
  it("answers with an output, whole and streamed, in order", async () => {
    const second = fixture(patientSummary, { seed: 2 });
    const router = createScriptedRouter([{ output }, { output: second, usage: { input: 11, output: 7 } }]);
    assert.deepEqual((await ask(router)).output, output);
    const stream = streamPatientSummary({ notes }, { router });
    const partials = [];
    for await (const partial of stream) partials.push(partial);
    const result = await stream.result;
    assert.deepEqual(result.output, second);
    assert.deepEqual(partials.at(-1), second);
    assert.ok(partials.length > 3);
    assert.deepEqual([result.usage.input.total, result.usage.output.total], [11, 7]);
    assert.deepEqual(router.unused, []);
  });

  it("knows what it was asked", async () => {
    const router = createScriptedRouter([{ output }]);
    await generatePatientSummary({ notes }, { router, settings: { temperature: 0 } });
    assert.deepEqual(router.calls, [
      {
        index: 0,
        id: "scripted/model",
        model: "model",
        mode: "json_schema",
        stream: false,
        messages: [
          {
            role: "system",
            content: "You are a clinical assistant. Summarise the notes into the requested structure.",
          },
          { role: "user", content: `${notes}\n` },
        ],
        settings: { temperature: 0 },
      },
    ]);
  });

  it("fails over from one model to the next", async () => {
    const router = createScriptedRouter([{ error: "overloaded" }, { output }], { models: ["first", "second"] });
    const { model, attempts } = await ask(router);
    assert.equal(model, "scripted/second");
    assert.deepEqual(
      attempts.map(({ id, error }) => [id, error?.code]),
      [
        ["scripted/first", "overloaded"],
        ["scripted/second", undefined],
      ],
    );
  });

  it("restarts in mid-stream", async () => {
    const router = createScriptedRouter(
      [
        { model: "first", output, cutAt: 30 },
        { model: "scripted/second", output },
      ],
      { models: ["first", "second"] },
    );
    const stream = streamPatientSummary({ notes }, { router });
    const types = [];
    for await (const event of stream.events()) types.push(event.type);
    assert.ok(types.indexOf("partial") < types.indexOf("restart"));
    assert.equal(types.filter((type) => type === "restart").length, 1);
    assert.deepEqual((await stream.result).output, output);
  });

  it("shows an invalid answer to the model again, with what is wrong", async () => {
    const router = createScriptedRouter([{ output: { ...output, vitals_status: "Odd" } }, { output }]);
    const { attempts } = await ask(router);
    assert.deepEqual(
      attempts.map(({ followedBy }) => followedBy),
      ["re-ask", undefined],
    );
    assert.match(JSON.stringify(router.calls[1]?.messages.at(-1)), /vitals_status must be one of/);
  });

  it("takes fences off a text, and gives none of one that was cut", async () => {
    const fenced = `\`\`\`json\n${JSON.stringify(output)}\n\`\`\``;
    const result = await ask(createScriptedRouter([{ text: fenced }]));
    assert.deepEqual(result.output, output);
    assert.ok(result.repairs.length > 0);
    const cut = createScriptedRouter([{ text: JSON.stringify(output), finish: "length" }]);
    await assert.rejects(ask(cut), (error) => error instanceof RouterError && /token limit/.test(error.message));
  });

  it("answers by a function of the request", async () => {
    const router = createScriptedRouter(({ index, messages }) =>
      index === 0
        ? { error: "rate-limited" }
        : { output: { ...output, key_notes: [String(messages.at(-1)?.content)] } },
    );
    assert.deepEqual((await ask(router)).output.key_notes, [`${notes}\n`]);
  });

  it("ends the call at once where the script has run out, naming the request", async () => {
    const router = createScriptedRouter([{ error: "overloaded" }], { models: ["first", "second"] });
    const isTold = (error: unknown) =>
      error instanceof UnansweredRequestError &&
      error.message.startsWith(
        "the script has nothing left for request 2, in which scripted/second was asked for an answer",
      );
    await assert.rejects(ask(router), isTold);
    const stream = streamPatientSummary({ notes }, { router });
    const read = async () => {
      for await (const _ of stream);
    };
    await assert.rejects(read(), UnansweredRequestError);
    await assert.rejects(stream.result, UnansweredRequestError);
    assert.equal(router.calls.length, 3);
    router.push({ output });
    assert.deepEqual((await ask(router)).output, output);
  });

  it("ends the call with what a script's function throws", async () => {
    const router = createScriptedRouter(() => {
      throw new RangeError("mine");
    });
    await assert.rejects(ask(router), RangeError);
  });

  it("sends nothing for an input that breaks its schema", async () => {
    const router = createScriptedRouter([]);
    await assert.rejects(generatePatientSummary({} as { notes: string }, { router }), InputError);
    assert.equal(router.calls.length, 0);
  });

  it("passes pauses and deadlines in no time", async () => {
    const router = createScriptedRouter([
      { error: "rate-limited", retryAfterMs: 20_000 },
      { error: "timeout" },
      { output, delayMs: 30_000, deltaMs: 100 },
    ]);
    const { attempts } = await generatePatientSummary({ notes }, { router, attempts: 3, wire: "stream" });
    assert.deepEqual(
      attempts.map(({ error }) => error?.code),
      ["rate-limited", "timeout", undefined],
    );
    assert.ok((attempts.at(-1)?.firstTokenMs ?? 0) >= 30_000);
  });

  it("moves by a clock of the test's, delta by delta", async () => {
    const clock = createTestClock();
    const router = createScriptedRouter(
      [
        {
          deltas: ['{"vitals_status":"Warning",', '"key_notes":["a"],', '"requires_visit":true}'],
          deltaMs: 100,
          delayMs: 500,
        },
      ],
      { clock },
    );
    const stream = streamPatientSummary({ notes }, { router });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const partial of stream) seen.push(partial);
    })();
    await clock.pass(499);
    assert.deepEqual(seen, []);
    await clock.pass(1);
    assert.deepEqual(seen, [{ vitals_status: "Warning" }]);
    await clock.pass(100);
    assert.deepEqual(seen.at(-1), { vitals_status: "Warning", key_notes: ["a"] });
    await clock.pass(100);
    await reading;
    assert.deepEqual((await stream.result).output, {
      vitals_status: "Warning",
      key_notes: ["a"],
      requires_visit: true,
    });
    assert.equal(clock.pending, 0);
  });

  it("leaves no timer behind when a reader leaves", async () => {
    const clock = createTestClock();
    const router = createScriptedRouter([{ output, deltaMs: 10 }], { clock });
    const stream = streamPatientSummary({ notes }, { router });
    const first = stream[Symbol.asyncIterator]().next();
    await clock.pass(50);
    await first;
    stream.abort();
    await assert.rejects(stream.result, { name: "AbortError" });
    await clock.pass(0);
    assert.equal(clock.pending, 0);
  });

  it("lets many calls at once have the answers of their own models", async () => {
    const router = createScriptedRouter(({ messages }) => ({
      output: { ...output, key_notes: [String(messages.at(-1)?.content).trim()] },
      deltaMs: 3,
    }));
    const asked = Array.from({ length: 20 }, (_, i) => `notes ${i}`);
    const results = await Promise.all(asked.map((own) => streamPatientSummary({ notes: own }, { router }).result));
    assert.deepEqual(
      results.map((result) => result.output.key_notes[0]),
      asked,
    );
  });
});

const failures: Readonly<Record<ScriptedFailure, string>> = {
  network: "cannot reach",
  timeout: "within",
  "rate-limited": "429",
  overloaded: "5",
  "server-error": "500",
  unauthorized: "401",
  forbidden: "403",
  "not-found": "404",
  "bad-request": "400",
  "schema-rejected": "400",
  "context-overflow": "400",
  interrupted: "",
  "quota-exhausted": "402",
  refused: "declined to answer",
  "content-filtered": "",
  truncated: "token limit",
  "invalid-output": "",
};
const codes = Object.keys(failures) as ScriptedFailure[]; // the record has exactly these keys

describe("every scripted failure", () => {
  it.each(codes)("%s is the error of the attempt, whole and streamed", async (code) => {
    for (const wire of ["unary", "stream"] as const) {
      const router = createScriptedRouter([{ error: code, times: Number.POSITIVE_INFINITY }]);
      const error: unknown = await generatePatientSummary({ notes }, { router, wire, attempts: 1, reAsks: 0 }).catch(
        (thrown: unknown) => thrown,
      );
      assert.ok(OutspecError.is(error));
      assert.deepEqual([...new Set(error.attempts.map((attempt) => attempt.error?.code))], [code], wire);
      assert.ok(error.attempts[0]?.error?.message.includes(failures[code]), error.attempts[0]?.error?.message);
    }
  });
});

const rows = providerRows.filter(({ retired }) => retired === undefined);
const factories: Readonly<Record<string, unknown>> = runtime;

describe("a router that is like another one", () => {
  it("has its models and its options, and needs no key of theirs", async () => {
    const router = createScriptedRouter([{ error: "overloaded" }, { error: "unauthorized" }, { output }], {
      like: ownRouter,
    });
    const { model, attempts } = await ask(router);
    assert.equal(model, "ollama/llama3.2");
    assert.deepEqual(
      attempts.map(({ id }) => id),
      ownRouter.models.map(({ id }) => id),
    );
    const refusing = createRouter({
      primary: runtime.openai("gpt-5.4-mini"),
      onRefusal: "next",
      attempts: 1,
      reAsks: 0,
    });
    assert.deepEqual(createScriptedRouter([], { like: refusing }).policy, refusing.policy);
    assert.throws(() => createScriptedRouter([], { like: refusing, models: ["m"] }), /either models or a router/);
  });

  it.each(rows)("plays $title in its own protocol", async (row) => {
    const factory = factories[row.factory] as (model: string, options: object) => Model; // a test of its own says that it is one
    const model = factory(row.models[0] ?? "model", { baseUrl: "https://example.com/v1" });
    const router = createScriptedRouter(
      [{ output }, { output }, { error: "rate-limited" }, { refusal: "No." }, { output, cutAt: 20 }, { output }],
      { like: createRouter({ primary: model, attempts: 2 }) },
    );
    assert.deepEqual((await ask(router)).output, output);
    const stream = streamPatientSummary({ notes }, { router });
    let partials = 0;
    for await (const _ of stream) partials++;
    assert.deepEqual((await stream.result).output, output);
    assert.ok(partials > 0);
    const refused = await outcome(streamPatientSummary({ notes }, { router, reAsks: 0 }));
    // Their protocols have no refusal: such a model just says something else.
    const hasNone = row.family === "cohere-v2" || row.family === "ollama-chat";
    assert.equal(refused.kind, hasNone ? "invalid" : "refused");
    const restarted = await streamPatientSummary({ notes }, { router }).result;
    assert.deepEqual(
      restarted.attempts.map(({ error }) => error?.code),
      ["interrupted", undefined],
    );
  });
});

describe("every example spec", () => {
  const calls = [
    ["Invoice", specs.invoice, specs.streamInvoice, { document: "x" }],
    ["CommentThread", specs.commentThread, specs.streamCommentThread, { page: "x" }],
    [
      "MeetingActions",
      specs.meetingActions,
      specs.streamMeetingActions,
      { held_on: "2026-03-04", participants: ["Ada"], transcript: "x" },
    ],
    ["ProductCatalog", specs.productCatalog, specs.streamProductCatalog, { page: "x" }],
    ["SupportTriage", specs.supportTriage, specs.streamSupportTriage, { subject: "x", body: "y" }],
    ["PatientSummary", specs.patientSummary, specs.streamPatientSummary, { notes }],
  ] as const;
  it.each(calls)(
    "%s comes back as it was scripted, and its stream shows nothing but its partials",
    async (_name, spec, stream, input) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const value = fixture<unknown>(spec, { seed });
          const router = createScriptedRouter([{ output: value }]);
          // Each input stands beside the function that takes it.
          const call = stream as (input: unknown, options: object) => runtime.OutputStream<unknown, unknown>;
          const streamed = call(input, { router });
          const all = new Set(partialsOf(spec, value, { deltaSize: [1, 1] }).map((partial) => JSON.stringify(partial)));
          for await (const partial of streamed) assert.ok(all.has(JSON.stringify(partial)), JSON.stringify(partial));
          assert.deepEqual((await streamed.result).output, value);
        }),
        { numRuns: 15 },
      );
    },
  );
});
