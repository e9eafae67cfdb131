import { createRouter, InputError, openai, RestartError, type StreamEvent } from "@outspec/runtime";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import {
  type PartialPatientSummary,
  type PatientSummary,
  streamMeetingActions,
  streamPatientSummary,
} from "../../generated/index.ts";
import { notes, type Stage, setStage } from "../end-to-end/stage.ts";

type Event = StreamEvent<PatientSummary, PartialPatientSummary>;

const first = '{"vitals_status":"Warning","key_notes":["One note.","Another note.","A third'.length;
const answer =
  '{"vitals_status":"Warning","key_notes":["One note.","Another note.","A third one."],"requires_visit":true}';
const output = JSON.parse(answer) as PatientSummary;

/** A primary that breaks off after three notes were begun, and a fallback with the whole answer, both in deltas of one character. */
async function brokenStage(): Promise<Stage> {
  const primary = await startSimulator({
    deltaSize: [1, 1],
    pace: "manual",
    faults: [{ kind: "text", text: answer.slice(0, first) }],
  });
  const fallback = await startSimulator({
    deltaSize: [1, 1],
    pace: "manual",
    faults: [{ kind: "text", text: answer, times: 5 }],
  });
  return {
    primary,
    fallback,
    router: createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: primary.baseUrls.openai, apiKey: "k" }),
      fallbacks: [openai("gpt-5.6", { baseUrl: fallback.baseUrls.openai, apiKey: "k" })],
      reAsks: 0,
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all([primary.close(), fallback.close()]);
    },
  };
}

/** Lets a simulator's deltas out one at a time, with a turn for readers after each. */
async function drip(simulator: Stage["primary"]): Promise<void> {
  const request = await simulator.received(0);
  while (request.state === "open") {
    await simulator.step(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function collect(stage: Stage, view: "keep-best" | "latest"): Promise<readonly PartialPatientSummary[]> {
  const stream = streamPatientSummary({ notes }, { router: stage.router, view });
  const partials: PartialPatientSummary[] = [];
  const drips = Promise.all([drip(stage.primary), drip(stage.fallback)]);
  for await (const partial of stream) partials.push(partial);
  await drips;
  expect((await stream.result).output).toEqual(output);
  return partials;
}

describe("a stream that restarts", () => {
  it("keeps showing the best partial until the new attempt has come as far", async () => {
    await using stage = await brokenStage();
    const partials = await collect(stage, "keep-best");
    const lengths = partials.map((partial) => partial.key_notes?.length ?? 0);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(partials.at(-1)).toEqual(output);
  });

  it("shows the new attempt at once when asked for the latest", async () => {
    await using stage = await brokenStage();
    const lengths = (await collect(stage, "latest")).map((partial) => partial.key_notes?.length ?? 0);
    expect(lengths).not.toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths.at(-1)).toBe(3);
  });

  it("announces the restart with its reason between the attempts", async () => {
    await using stage = await brokenStage();
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const events: Event[] = [];
    const drips = Promise.all([drip(stage.primary), drip(stage.fallback)]);
    for await (const event of stream.events()) events.push(event);
    await drips;
    const order = events.map(({ type }) => type).filter((type) => type !== "partial" && type !== "path-complete");
    expect(order).toEqual(["attempt-start", "attempt-end", "attempt-start", "restart", "attempt-end", "finish"]);
    expect(events.find((event) => event.type === "restart")).toMatchObject({
      attempt: 2,
      model: "openai/gpt-5.6",
      reason: { code: "invalid-output" },
    });
  });

  it("fails instead when told to, with the error that broke it", async () => {
    await using stage = await brokenStage();
    const stream = streamPatientSummary({ notes }, { router: stage.router, midStream: "fail" });
    const drips = drip(stage.primary);
    const read = async () => {
      for await (const _partial of stream);
    };
    await expect(read()).rejects.toMatchObject({ code: "invalid-output" });
    await drips;
    expect(stage.fallback.requests).toHaveLength(0);
  });

  it("ends a loop over elements, because those were handed out for good", async () => {
    await using stage = await brokenStage();
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const items: string[] = [];
    const dripping = drip(stage.primary);
    const read = async () => {
      for await (const note of stream.elements("key_notes")) items.push(note);
    };
    await expect(read()).rejects.toBeInstanceOf(RestartError);
    expect(items).toEqual(output.key_notes.slice(0, 2));
    await dripping;
  });

  it("hands elements out again, marked with their attempt, for a reader that wants that", async () => {
    await using stage = await brokenStage();
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const items: string[] = [];
    const drips = Promise.all([drip(stage.primary), drip(stage.fallback)]);
    for await (const { item, index, attempt } of stream.elements("key_notes", { onRestart: "replay" }))
      items.push(`${attempt}.${index} ${item}`);
    await drips;
    expect(items).toEqual([
      "1.0 One note.",
      "1.1 Another note.",
      "2.0 One note.",
      "2.1 Another note.",
      "2.2 A third one.",
    ]);
  });
});

describe("a stream", () => {
  it("hands out each element as soon as it is closed", async () => {
    await using stage = await setStage({
      primary: { pace: "manual", deltaSize: [1, 1], faults: [{ kind: "text", text: answer }] },
    });
    const elements = streamPatientSummary({ notes }, { router: stage.router })
      .elements("key_notes")
      [Symbol.asyncIterator]();
    const next = elements.next();
    await stage.primary.received(0);
    await stage.primary.step(answer.indexOf(',"Another'));
    expect(await next).toEqual({ done: false, value: "One note." });
    await elements.return?.();
  });

  it("gives a slow reader the newest partial, not a queue", async () => {
    await using stage = await setStage({
      primary: { pace: "manual", deltaSize: [1, 1], faults: [{ kind: "text", text: answer }] },
    });
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const reader = stream[Symbol.asyncIterator]();
    const firstRead = reader.next();
    await stage.primary.received(0);
    await stage.primary.step(2);
    expect((await firstRead).value).toEqual({});
    await stage.primary.step(1_000);
    await stream.result;
    expect(await reader.next()).toEqual({ done: false, value: output });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("tells which paths changed and which are complete", async () => {
    await using stage = await setStage({ faults: [{ kind: "text", text: answer }] });
    const changed = new Set<string>();
    const completed: string[] = [];
    for await (const event of streamPatientSummary({ notes }, { router: stage.router }).events()) {
      if (event.type === "partial") for (const path of event.paths) changed.add(path.join("."));
      if (event.type === "path-complete") completed.push(event.path.join("."));
    }
    expect([...changed]).toEqual(
      expect.arrayContaining([
        "vitals_status",
        "key_notes",
        "key_notes.0",
        "key_notes.1",
        "key_notes.2",
        "requires_visit",
      ]),
    );
    expect(completed).toEqual([
      "vitals_status",
      "key_notes.0",
      "key_notes.1",
      "key_notes.2",
      "key_notes",
      "requires_visit",
      "",
    ]);
  });

  it("ends with the validated output as its last partial, for every reader", async () => {
    await using stage = await setStage({ faults: [{ kind: "text", text: answer }] });
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const readLast = async () => {
      let last: PartialPatientSummary | undefined;
      for await (const partial of stream) last = partial;
      return last;
    };
    expect(await Promise.all([readLast(), readLast()])).toEqual([output, output]);
    expect(await readLast()).toEqual(output);
  });

  it("fails like any other failure when its input is wrong, and nothing is sent", async () => {
    await using stage = await setStage();
    const stream = streamMeetingActions(
      { held_on: "yesterday", participants: [], transcript: "" },
      { router: stage.router },
    );
    const read = async () => {
      for await (const _partial of stream);
    };
    await expect(read()).rejects.toBeInstanceOf(InputError);
    await expect(stream.result).rejects.toMatchObject({ code: "invalid-input" });
    expect(stage.primary.requests).toHaveLength(0);
  });

  it("keeps a rejection that nobody awaits silent", async () => {
    await using stage = await setStage({
      faults: [{ kind: "status", status: 401 }],
      fallbackFaults: [{ kind: "status", status: 401 }],
    });
    const seen: unknown[] = [];
    const note = (reason: unknown) => void seen.push(reason);
    process.on("unhandledRejection", note);
    streamPatientSummary({ notes }, { router: stage.router });
    await stage.fallback.received(0).then((request) => request.closed);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(seen).toEqual([]);
  });
});
