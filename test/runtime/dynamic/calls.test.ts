import assert from "node:assert/strict";
import * as runtime from "@outspec/runtime";
import { anthropic, createRouter, type Model, ollama, openai } from "@outspec/runtime";
import { createDynamicOutput, type DynamicOutput } from "@outspec/runtime/dynamic";
import type { Family, ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { type FaultScript, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const factories: Readonly<Record<string, unknown>> = runtime;

interface Answer {
  readonly name: string;
  readonly mood?: "good" | "bad";
  readonly notes: readonly string[];
}

const form = {
  type: "object",
  required: ["name", "notes"],
  properties: {
    name: { type: "string" },
    mood: { enum: ["good", "bad"] },
    notes: { type: "array", items: { type: "string" }, minItems: 1 },
  },
};

/** Says what strict modes cannot: a map, any value, a tuple and recursion. */
const wild = {
  type: "object",
  required: ["labels", "point", "tree"],
  properties: {
    labels: { type: "object", additionalProperties: { type: "string" } },
    anything: {},
    point: { type: "array", prefixItems: [{ type: "number" }, { type: "number" }], items: false, minItems: 2 },
    tree: { $ref: "#/$defs/Tree" },
  },
  $defs: {
    Tree: { type: "object", properties: { below: { type: "array", items: { $ref: "#/$defs/Tree" } } } },
  },
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** Whose address a wire has at the simulator. */
const simulated: Readonly<Record<Family, keyof Simulator["baseUrls"]>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
  "ollama-chat": "ollama",
};

/** A provider's first example model at the simulator, asked in the ways it is asked by itself. */
function simulatedModel(row: ProviderRow): Model {
  const factory = factories[row.factory] as (model: string, options: object) => Model; // a test of its own says that it is one
  return factory(row.models[0] ?? "model", { baseUrl: simulator.baseUrls[simulated[row.family]], apiKey: "simulated" });
}

async function ask(output: DynamicOutput<unknown>, row: ProviderRow): Promise<void> {
  const router = createRouter({ primary: simulatedModel(row), attempts: 1 });
  const result = await output.generate("Fill in the form.", { router });
  assert.ok(output.spec.validate(result.output));
  const stream = output.stream("Fill in the form.", { router });
  let partials = 0;
  for await (const partial of stream) if (partial !== undefined) partials++;
  const streamed = await stream.result;
  assert.ok(output.spec.validate(streamed.output));
  assert.ok(partials > 0);
}

describe.each(providerRows.filter(({ retired }) => retired === undefined))("a router in code with $title", (row) => {
  it("answers a dynamic output, whole and streamed, in whatever way it can be asked", async () => {
    await ask(createDynamicOutput({ name: "Form", schema: form }), row);
    await ask(createDynamicOutput({ name: "Wild", description: "Anything at all.", schema: wild }), row);
  });
});

describe("a dynamic output", () => {
  const answer = createDynamicOutput<Answer>({ name: "Answer", schema: form });

  it("is asked for in the strictest mode of a model, whatever its schema", async () => {
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
    });
    const strict = await answer.generate("Fill in the form.", { router });
    expect(strict.attempts.map(({ mode }) => mode)).toEqual(["json_schema_strict"]);
    const loose = await createDynamicOutput({ name: "Wild", schema: wild }).generate("Anything.", { router });
    expect(loose.attempts.map(({ mode }) => mode)).toEqual(["json_schema_strict"]);
    expect(strict.receipt.spec).toMatch(/^[0-9a-f]{16}$/);
    expect(strict.receipt.spec).not.toBe(loose.receipt.spec);
  });

  it.each<[string, FaultScript]>([
    ["an overloaded model", [{ kind: "status", status: 503 }]],
    ["a stream that breaks off", [{ kind: "cut", afterDeltas: 6 }]],
  ])("fails over from %s, and its partials stay true", async (_name, faults) => {
    await using failing = await startSimulator({ faults });
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: failing.baseUrls.openai, apiKey: "k" }),
      fallbacks: [
        anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, apiKey: "k" }),
        ollama("llama3.2", { baseUrl: simulator.baseUrls.ollama }),
      ],
      attempts: 1,
    });
    const stream = answer.stream({ system: "You fill in forms.", user: "Fill in this one." }, { router });
    const moods = new Set<string | undefined>();
    for await (const partial of stream) moods.add(partial.mood);
    const { output, model, attempts } = await stream.result;
    expect(model).toBe("anthropic/claude-haiku-5-5");
    expect(attempts.length).toBe(2);
    expect([...moods].every((mood) => mood === undefined || mood === "good" || mood === "bad")).toBe(true);
    expect(answer.spec.validate(output)).toBe(true);
  });

  it("hands out the elements of its lists as they are finished", async () => {
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
    });
    const stream = answer.stream("Fill in the form.", { router });
    const notes: string[] = [];
    for await (const note of stream.elements("notes")) notes.push(note);
    expect(notes).toEqual((await stream.result).output.notes);
  });

  it("is asked for again where it is not what its schema says, and is never anything else", async () => {
    const violation: FaultScript = [{ kind: "schema-violation" }, { kind: "schema-violation" }];
    await using failing = await startSimulator({ faults: violation });
    const primary = openai("gpt-5.4-mini", { baseUrl: failing.baseUrls.openai, apiKey: "k" });
    const once = createRouter({ primary, attempts: 1, reAsks: 0 });
    await expect(answer.generate("Fill in the form.", { router: once })).rejects.toThrow("Answer does not match");
    const again = createRouter({ primary, attempts: 1, reAsks: 1 });
    const { output, attempts } = await answer.generate("Fill in the form.", { router: again });
    expect(attempts.map(({ error }) => error?.code)).toEqual(["invalid-output", undefined]);
    expect(answer.spec.validate(output)).toBe(true);
  });
});
