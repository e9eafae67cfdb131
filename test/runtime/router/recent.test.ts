import { addRecent, setRecent } from "@outspec/runtime/router/recent";
import { expect, it } from "vitest";

it("what is remembered of schemas stays bounded, and what was used last is kept", () => {
  const set = new Set<number>();
  const map = new Map<number, number>();
  for (let schema = 0; schema < 5000; schema++) {
    addRecent(set, schema);
    setRecent(map, schema, -schema);
    addRecent(set, 0);
    setRecent(map, 0, 1);
  }
  for (const kept of [set, map]) {
    expect(kept.size).toBe(1000);
    expect([kept.has(0), kept.has(4999), kept.has(4002), kept.has(4000)]).toEqual([true, true, true, false]);
  }
  expect(map.get(0)).toBe(1);
});

it("what is used again outlives what was not, once something has to be forgotten", () => {
  const set = new Set<number>();
  for (let schema = 0; schema < 1000; schema++) addRecent(set, schema);
  addRecent(set, 0);
  addRecent(set, 1000);
  expect([set.has(0), set.has(1), set.has(1000)]).toEqual([true, false, true]);
});
