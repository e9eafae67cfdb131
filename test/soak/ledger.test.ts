import { describe, expect, it } from "vitest";
import { patientSummary } from "../../generated/index.js";
import { askFor, findCall, isOfAnother, outputOf, recognise } from "./answers.js";
import { createEventOrder } from "./event-order.js";
import { createLatencies } from "./latencies.js";
import { createLedger } from "./ledger.js";

const answer = { provider: "openai", serial: 9, call: 42 };

describe("an answer", () => {
  it("is known again by all of its output, and as nothing else", () => {
    for (let serial = 0; serial < 20; serial++) {
      const one = { ...answer, serial };
      const output = outputOf(one);
      expect(patientSummary.validate(output)).toBe(true);
      expect(recognise(output)).toEqual(one);
      expect(() => recognise({ ...output, requires_visit: !output.requires_visit })).toThrow("no answer");
      expect(() => recognise({ ...output, key_notes: [...output.key_notes, "x"] })).toThrow("no answer");
      expect(() => recognise({ ...output, key_notes: output.key_notes.slice(1) })).toThrow("no answer");
    }
  });

  it("is of the call whose number the prompt bears", () => {
    expect(findCall(askFor(42).notes)).toBe(42);
    expect(findCall("Something else.")).toBeUndefined();
    expect(isOfAnother(outputOf(answer).key_notes, 42)).toBe(false);
    expect(isOfAnother(outputOf(answer).key_notes, 4)).toBe(true);
    expect(isOfAnother(["Call 4I'm sorry, but"], 42)).toBe(false);
  });
});

describe("the ledger", () => {
  it("finds an answer to another call, an answer that comes twice, and a call that ends twice", () => {
    const ledger = createLedger();
    const call = ledger.begin();
    ledger.take(call, { ...answer, call });
    expect(() => ledger.take(call, { ...answer, call })).toThrow("a second time");
    expect(() => ledger.take(call, { ...answer, serial: 10, call: call + 1 })).toThrow("an answer to call 1");
    ledger.take(call, { ...answer, provider: "ollama", call });
    ledger.end(call);
    expect(() => ledger.end(call)).toThrow("ended twice");
    expect([ledger.begun, ledger.open, ledger.taken]).toEqual([1, 0, 2]);
  });

  it("remembers answers of any number", () => {
    const ledger = createLedger();
    const call = ledger.begin();
    for (const serial of [0, 7, 8, 1 << 24]) {
      ledger.take(call, { ...answer, serial, call });
      expect(() => ledger.take(call, { ...answer, serial, call }), String(serial)).toThrow("a second time");
    }
    expect(() => ledger.take(call, { ...answer, serial: 7, call })).toThrow("a second time");
  });
});

describe("the order of events", () => {
  const start = (attempt: number) => ({ type: "attempt-start", attempt, model: "m" }) as const;
  const partial = (attempt: number) => ({ type: "partial", attempt, partial: {}, paths: [] }) as const;
  const complete = (attempt: number) => ({ type: "path-complete", attempt, path: ["a"] }) as const;

  it("lets a regular stream pass, restarts included", () => {
    const order = createEventOrder<unknown, unknown>();
    for (const event of [start(1), partial(1), complete(1), start(2), partial(2), complete(2)]) order.take(event);
    expect(order.attempts).toBe(2);
  });

  it("refuses what may not come", () => {
    const wrong = [
      [start(2)],
      [partial(1)],
      [start(1), start(2), partial(2), partial(1)],
      [start(1), complete(1), complete(1)],
    ];
    for (const events of wrong) {
      const order = createEventOrder<unknown, unknown>();
      expect(() => events.forEach(order.take)).toThrow("out of order");
    }
    const order = createEventOrder<unknown, unknown>();
    order.take(start(1));
    expect(() => order.close(false)).toThrow("1 attempts have no end");
    expect(() => createEventOrder().close(true)).toThrow("no finish");
  });
});

it("latencies give quantiles of what came since they were last taken", () => {
  const latencies = createLatencies();
  expect(latencies.take()).toBeUndefined();
  for (let ms = 1; ms <= 100; ms++) latencies.add(101 - ms);
  expect(latencies.take()).toEqual({ p50: 51, p99: 100 });
  expect(latencies.take()).toBeUndefined();
});
