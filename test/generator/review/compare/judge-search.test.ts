import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Direction, Isolated } from "../../../../generator/src/review/compare/direction.ts";
import { hintsOf } from "../../../../generator/src/review/compare/hints.ts";
import { judgeAll, type SearchLimits } from "../../../../generator/src/review/compare/judge.ts";
import { locate } from "../../../../generator/src/review/compare/locate.ts";
import { type Judged, type Places, unprovenAtRoot } from "../../../../generator/src/review/compare/to-difference.ts";
import { createBudget } from "../../../../generator/src/review/normal/budget.ts";
import { conjoin, openDocument } from "../../../../generator/src/review/normal/document.ts";
import { closed } from "./rule-cases.ts";

const [before, after] = [closed({ a: { type: "string" }, b: { type: "integer" } }), closed({ a: { type: "integer" } })];
const nodes = [before, after].map((schema) => {
  const document = openDocument(schema);
  return conjoin(document, [document.rootPlace]);
});
const [old, now] = nodes;
if (old === undefined || now === undefined) throw new Error("there are two nodes");
/** A type that changed, and a property that is gone. */
const located = locate(old, now, createBudget(1000, Number.POSITIVE_INFINITY));

const isFirst = (value: unknown): boolean => JSON.stringify(value).includes("first");
const isSecond = (value: unknown): boolean => JSON.stringify(value).includes("second");

/** A direction in which only samples show anything: `first` what the first difference breaks, `second` the other. */
function createDirection(more: Partial<Direction> = {}): Direction {
  const isolated = (isRefused: Isolated["isRefused"]): Isolated => ({ proven: false, isRefused });
  return {
    id: "stored",
    from: "before",
    proven: false,
    isMonotone: true,
    isBroken: (value) => value !== "not given: first second" && (isFirst(value) || isSecond(value)),
    isolate: (edit) => isolated(edit === located[0]?.edit ? isFirst : isSecond),
    ...more,
  };
}

function judge(
  samples: readonly string[],
  { direction = createDirection(), ...more }: Partial<SearchLimits> & { readonly direction?: Direction } = {},
) {
  const limits = { samples: 100, isOver: () => false, ...more };
  return judgeAll(located, direction, hintsOf(before, after), () => samples, limits);
}

const open = { level: "dangerous", evidence: "unproven" };
const sampled = (witness: string) => ({ level: "breaking", evidence: "sampled", witness });

describe("a break that no document made for it shows", () => {
  it("is looked for among samples, for each difference by itself", () => {
    assert.equal(located.length, 2);
    const { judgements, counterExample, sampled: count } = judge(["x", "second", "y", "first", "first again"]);
    assert.deepEqual(judgements, [sampled("first"), sampled("second")]);
    assert.equal(counterExample, "second");
    assert.equal(count, 4);
  });

  it("stays open where no sample shows it", () => {
    const { judgements, counterExample, sampled: count } = judge(["x", "second"]);
    assert.deepEqual(judgements, [open, sampled("second")]);
    assert.deepEqual([counterExample, count], ["second", 2]);
    assert.deepEqual(judge(["x"]), { judgements: [open, open], sampled: 1 });
  });

  it("is shown only by what can be given", () => {
    assert.deepEqual(judge(["not given: first second"]).judgements, [open, open]);
  });

  it("is looked for as long as there are samples, and time, to spend", () => {
    assert.deepEqual(judge(["x", "y", "first"], { samples: 2 }), { judgements: [open, open], sampled: 2 });
    assert.deepEqual(judge(["first"], { isOver: () => true }), { judgements: [open, open], sampled: 0 });
  });

  it("is none where all is proved, or each difference by itself", () => {
    const safe = { level: "safe", evidence: "proven" };
    const all = { judgements: [safe, safe], sampled: 0 };
    assert.deepEqual(judge(["first"], { direction: createDirection({ proven: true }) }), all);
    const isolate = (): Isolated => ({ proven: true, isRefused: () => true });
    const { judgements, counterExample } = judge(["first"], { direction: createDirection({ isolate }) });
    assert.deepEqual(judgements, [safe, safe]);
    // Together they break nevertheless: that is told of the schema as a whole.
    assert.equal(counterExample, "first");
  });

  it("is not looked for once each difference has a document that shows it", () => {
    const isolate = (): Isolated => ({ proven: false, isRefused: () => true });
    const direction = createDirection({ isolate, isBroken: () => true });
    const { judgements, sampled: count } = judge(["first"], { direction });
    assert.deepEqual(
      judgements.map(({ level, evidence }) => `${level} ${evidence}`),
      ["breaking witnessed", "breaking witnessed"],
    );
    assert.equal(count, 0);
  });
});

describe("a direction that is not proved, and that no difference accounts for,", () => {
  const noOrigin = { before: (pointer: string) => pointer, after: (pointer: string) => pointer };
  const noUsers = { before: new Map<string, string[]>(), after: new Map<string, string[]>() };
  const places = (isInput: boolean): Places => ({
    isInput,
    prefix: isInput ? "/input" : "/output",
    origin: noOrigin,
    users: noUsers,
  });
  const judged = (more: Partial<Judged>): Judged => ({
    direction: createDirection(),
    judgements: [],
    sampled: 0,
    ...more,
  });

  it("is a finding for the whole schema, with the instance that shows it", () => {
    const [found, ...others] = unprovenAtRoot([judged({ counterExample: { a: 1 }, sampled: 7 })], [], places(false));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.rule, found?.at, found?.consumer, found?.stored, found?.evidence, found?.witness],
      ["compat-unproven", "/output", "safe", "breaking", "sampled", { stored: { a: 1 } }],
    );
    assert.equal(
      found?.message,
      "No single difference accounts for it, but together they break: a counter-example was found after 7 samples.",
    );
    const [input] = unprovenAtRoot([judged({ counterExample: 1, sampled: 7 })], [], places(true));
    assert.deepEqual(
      [input?.rule, input?.consumer, input?.witness],
      ["input-compat-unproven", "breaking", { caller: 1 }],
    );
  });

  it("is one without an instance where none was found, and says why", () => {
    const direction = createDirection({ id: "consumer", from: "after", reason: "budget" });
    const [found] = unprovenAtRoot([judged({ direction, sampled: 2000 })], [], places(false));
    assert.deepEqual(
      [found?.consumer, found?.stored, found?.evidence, found?.witness],
      ["dangerous", "safe", "unproven", undefined],
    );
    assert.match(found?.message ?? "", /consumer.*budget.*2,000 samples/);
    const [same] = unprovenAtRoot([judged({})], [], places(false));
    assert.match(same?.message ?? "", /spelled too differently/);
  });

  it("is none where it is proved, or told of a difference already", () => {
    const open = { level: "dangerous", evidence: "unproven" } as const;
    const broken = { level: "breaking", evidence: "witnessed" } as const;
    for (const one of [
      judged({ direction: createDirection({ proven: true }) }),
      judged({ judgements: [open] }),
      judged({ judgements: [broken], counterExample: 1 }),
    ])
      assert.deepEqual(unprovenAtRoot([one], [], places(false)), []);
    assert.equal(unprovenAtRoot([judged({ judgements: [open], counterExample: 1 })], [], places(false)).length, 1);
  });
});
