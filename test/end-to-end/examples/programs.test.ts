import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PatientSummary, patientSummary } from "../../../generated/index.ts";
import { type Example, setUpExample } from "./example.ts";

let script: Example;
let opentelemetry: Example;

beforeAll(async () => {
  script = await setUpExample("script");
  opentelemetry = await setUpExample("opentelemetry");
}, 120_000);

afterAll(async () => {
  await script[Symbol.asyncDispose]();
  await opentelemetry[Symbol.asyncDispose]();
});

describe("the example script", () => {
  it("shows a summary while it fills in, fails over, and prints the summary alone", async () => {
    await using simulator = await startSimulator({
      faults: [{ kind: "status", status: 529, on: { provider: "openai" } }],
    });
    const { ended, output } = script.start(simulator, "BP", "162/98.");
    expect(await ended).toBe(0);
    expect(patientSummary.validate(JSON.parse(output.out))).toBe(true);
    expect(output.err).toMatch(
      /^(\S+ \d+ notes so far\n)+openai\/gpt-5\.4-mini: 529 .*\nanswered by anthropic\/\S+\n$/,
    );
  });

  it("says of each model why it did not answer, and fails", async () => {
    await using simulator = await startSimulator({ faults: () => ({ kind: "status", status: 401 }) });
    const { ended, output } = script.start(simulator);
    expect(await ended).toBe(1);
    expect(output.out).toBe("");
    expect(output.err).toMatch(/^no model answered\n {2}openai\/.*: 401 .*\n {2}anthropic\/.*: 401 .*\n$/);
  });

  it("stops the model at Ctrl-C", async () => {
    await using simulator = await startSimulator({
      faults: [{ kind: "stall", afterDeltas: 3, ms: Number.POSITIVE_INFINITY }],
    });
    const { child, ended } = script.start(simulator);
    const request = await simulator.received(0);
    await request.answered;
    child.kill("SIGINT");
    expect(await request.closed).toBe("hung-up");
    expect(await ended).toBe(130);
  });
});

/** A span, as far as the console exporter's print of it is read here. */
interface PrintedSpan {
  readonly name: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly text: string;
}

function readSpans(out: string): readonly PrintedSpan[] {
  return out.split(/^\{$/m).flatMap((text) => {
    const name = /^ {2}name: '(.*)'/m.exec(text)?.[1];
    const id = /^ {2}id: '(.*)'/m.exec(text)?.[1];
    const parent = /^ {2}parentSpanContext: \{[^}]*spanId: '(.*)'/m.exec(text)?.[1];
    return name === undefined || id === undefined ? [] : [{ name, id, parent, text }];
  });
}

describe("the example opentelemetry", () => {
  const secret: PatientSummary = {
    vitals_status: "Warning",
    key_notes: ["Nobody but the nurse may read this."],
    requires_visit: true,
  };

  async function trace(
    simulator: Simulator,
  ): Promise<{ readonly spans: readonly PrintedSpan[]; readonly out: string }> {
    const { ended, output } = opentelemetry.start(simulator);
    expect(await ended).toBe(0);
    return { spans: readSpans(output.out), out: output.out };
  }

  it("prints one span for the call and one below it for each attempt, under GenAI names", async () => {
    await using simulator = await startSimulator({
      faults: [{ kind: "status", status: 529, on: { provider: "openai" } }],
    });
    const { spans } = await trace(simulator);
    const call = spans.find(({ parent }) => parent === undefined);
    expect(call?.name).toBe("generate PatientSummary");
    const attempts = spans.filter((span) => span !== call);
    expect(attempts.map(({ name, parent }) => [name, parent])).toEqual([
      ["chat gpt-5.4-mini", call?.id],
      ["chat claude-haiku-5-5", call?.id],
    ]);
    const [failed, answered] = attempts;
    expect(failed?.text).toContain("'gen_ai.provider.name': 'openai'");
    expect(failed?.text).toContain("'error.type': 'overloaded'");
    expect(answered?.text).toContain("'gen_ai.provider.name': 'anthropic'");
    expect(answered?.text).toMatch(/'gen_ai\.usage\.output_tokens': \d+/);
  });

  it("prints nothing of the prompt or the output", async () => {
    await using simulator = await startSimulator({ faults: [{ kind: "text", text: JSON.stringify(secret) }] });
    const { spans, out } = await trace(simulator);
    expect(spans).toHaveLength(2);
    expect(out).not.toMatch(/BP 162|headache|triage|clinical assistant|Nobody but the nurse/);
    expect(JSON.stringify(simulator.requests[0]?.body)).toContain("BP 162/98");
  });
});
