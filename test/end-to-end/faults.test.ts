import {
  InvalidOutputError,
  type OutspecErrorCode,
  RefusalError,
  RouterError,
  type StreamEvent,
} from "@outspec/runtime";
import type { Fault } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  type PatientSummary,
  patientSummary,
  streamPatientSummary,
} from "../../generated/index.ts";
import { assertTruthful } from "../runtime/partial/laws.ts";
import { notes, type Stage, type StageOptions, type StageProvider, setStage } from "./stage.ts";

/** A fault as it strikes before anything of the answer was shown, and after; what the attempt is then said to have died of. */
interface Row {
  readonly before?: Fault;
  readonly after?: Fault | ((provider: StageProvider) => Fault | undefined);
  readonly code: OutspecErrorCode;
  /** Where a fault in the middle of a stream is told in other words than the same one at its start. */
  readonly afterCode?: OutspecErrorCode;
  /** The answer is asked for again before the fallback is. */
  readonly asksAgain?: true;
}

const always = { times: Number.POSITIVE_INFINITY } as const;
const afterDeltas = 14;

// Silence is one of the faults of the matrix, where time is the test's own.
const table: Readonly<Record<string, Row>> = {
  "a rate limit": {
    before: { kind: "status", status: 429 },
    after: inBand("rate_limit_exceeded", "rate_limit_error"),
    code: "rate-limited",
  },
  "an overload": {
    before: { kind: "status", status: 529 },
    after: inBand("overloaded", "overloaded_error"),
    code: "overloaded",
  },
  "a server error": {
    before: { kind: "status", status: 500 },
    after: inBand("server_error", "api_error"),
    code: "server-error",
  },
  "an unavailable service": { before: { kind: "status", status: 503 }, code: "overloaded" },
  "a refused key": {
    before: { kind: "status", status: 401 },
    after: inBand("authentication_error", "authentication_error"),
    code: "unauthorized",
  },
  "an empty account": {
    before: { kind: "status", status: 402 },
    after: inBand("insufficient_quota", "billing_error"),
    code: "quota-exhausted",
  },
  "a forbidden model": {
    before: { kind: "status", status: 403 },
    after: inBand("permission_denied", "permission_error"),
    code: "forbidden",
  },
  "an unknown model": {
    before: { kind: "status", status: 404 },
    after: inBand("model_not_found", "not_found_error"),
    code: "not-found",
  },
  "a bad request": {
    before: { kind: "status", status: 400 },
    after: inBand("invalid_request_error", "invalid_request_error"),
    code: "bad-request",
  },
  "a lost connection": {
    before: { kind: "reset", ...always },
    after: { kind: "cut", afterDeltas },
    code: "network",
    afterCode: "interrupted",
  },
  "a connection cut in the body": {
    before: { kind: "cut", atByte: 30 },
    after: { kind: "cut", afterDeltas },
    code: "interrupted",
  },
  "an end without a completion signal": {
    before: { kind: "no-finish", afterDeltas: 0 },
    after: { kind: "no-finish", afterDeltas },
    code: "interrupted",
  },
  "text that is no JSON": {
    before: { kind: "text", text: "I cannot say.", ...always },
    after: { kind: "invalid-json", afterDeltas, ...always },
    code: "invalid-output",
    asksAgain: true,
  },
  "a value outside its enum": {
    before: { kind: "schema-violation", violation: "enum", ...always },
    after: {
      kind: "text",
      text: '{"vitals_status":"Warning","key_notes":"One note, and no list of them.","requires_visit":true}',
      ...always,
    },
    code: "invalid-output",
    asksAgain: true,
  },
  "a missing property": {
    after: { kind: "text", text: '{"vitals_status":"Warning","key_notes":["One note.","Another note."]}', ...always },
    code: "invalid-output",
    asksAgain: true,
  },
  "an empty answer": { before: { kind: "empty", ...always }, code: "invalid-output", asksAgain: true },
  "an answer cut at the token limit": {
    before: { kind: "truncation", afterDeltas: 1 },
    after: { kind: "truncation", afterDeltas },
    code: "truncated",
  },
};

const providers: readonly StageProvider[] = ["openai", "anthropic", "ollama"];
/** An error within a 200, by the name a provider has for it. Ollama's errors have no names. */
function inBand(openai: string, anthropic: string): NonNullable<Row["after"]> {
  const names: Readonly<Record<StageProvider, string | undefined>> = { openai, anthropic, ollama: undefined };
  return (provider) => {
    const type = names[provider];
    return type === undefined ? undefined : { kind: "error-in-stream", afterDeltas, type, message: "not today" };
  };
}

/** A body that is not streamed has no completion signal to leave out. */
function strikesBodies(fault: Fault): boolean {
  return fault.kind !== "no-finish";
}

function expectFailedOver(
  attempts: readonly { readonly error?: { readonly code: string } }[],
  row: Row,
  code: OutspecErrorCode,
): void {
  const codes = attempts.map((attempt) => attempt.error?.code);
  const failures = row.asksAgain === true || (code === "network" && row.before?.kind === "reset") ? 2 : 1;
  expect(codes).toEqual([...Array.from({ length: failures }, () => code), undefined]);
}

describe.each(providers)("when %s is the primary model", (provider) => {
  for (const [name, row] of Object.entries(table)) {
    const { before, code } = row;
    const after = typeof row.after === "function" ? row.after(provider) : row.after;

    if (before !== undefined && strikesBodies(before)) {
      it(`generate answers from the fallback after ${name}`, async () => {
        await using stage = await setStage({ provider, faults: [before] });
        const { output, attempts } = await generatePatientSummary({ notes }, { router: stage.router });
        expect(patientSummary.validate(output)).toBe(true);
        expectFailedOver(attempts, row, code);
      });
    }

    if (before !== undefined) {
      it(`a stream answers from the fallback after ${name} before its first partial`, async () => {
        await using stage = await setStage({ provider, faults: [before] });
        const stream = streamPatientSummary({ notes }, { router: stage.router });
        const partials: PartialPatientSummary[] = [];
        let attempt = 0;
        for await (const partial of stream) {
          if (stream.attempt === attempt) assertTruthful(partials.at(-1), partial);
          attempt = stream.attempt;
          partials.push(partial);
        }
        const { output, attempts } = await stream.result;
        expect(patientSummary.validate(output)).toBe(true);
        expect(partials.at(-1)).toEqual(output);
        expectFailedOver(attempts, row, code);
      });
    }

    if (after !== undefined) {
      const afterCode = row.afterCode ?? code;

      it(`a stream restarts on the fallback after ${name} in its middle`, async () => {
        await using stage = await setStage({ provider, faults: [after], primary: { pace: "manual" } });
        const { events, result } = await readPaced(stage);
        const restart = events.findIndex((event) => event.type === "restart");
        expect(restart).toBeGreaterThan(0);
        expect(events.slice(0, restart).some((event) => event.type === "partial")).toBe(true);
        const partials = events.filter((event) => event.type === "partial");
        for (const [index, event] of partials.entries()) {
          const previous = partials[index - 1];
          if (previous !== undefined && previous.attempt === event.attempt)
            assertTruthful(previous.partial, event.partial);
        }
        expect(patientSummary.validate(result.output)).toBe(true);
        expectFailedOver(result.attempts, { ...row, ...(row.asksAgain === true ? {} : { before: after }) }, afterCode);
      });

      if (strikesBodies(after)) {
        it(`generate answers from the fallback after ${name} in the middle`, async () => {
          await using stage = await setStage({ provider, faults: [after] });
          const { output, attempts } = await generatePatientSummary({ notes }, { router: stage.router });
          expect(patientSummary.validate(output)).toBe(true);
          expectFailedOver(attempts, { ...row, before: after }, afterCode);
        });
      }
    }
  }

  it("a refusal stops the call with the error itself, before and after a partial", async () => {
    await using stage = await setStage({ provider, faults: [{ kind: "refusal", ...always }] });
    if (provider === "ollama") return; // it has no refusals
    const refused = { code: "refused" };
    await expect(generatePatientSummary({ notes }, { router: stage.router })).rejects.toMatchObject(refused);
    await expect(generatePatientSummary({ notes }, { router: stage.router })).rejects.toBeInstanceOf(RefusalError);
    await expect(streamPatientSummary({ notes }, { router: stage.router }).result).rejects.toMatchObject(refused);
    const { model } = await generatePatientSummary({ notes }, { router: stage.router, onRefusal: "next" });
    expect(model).not.toContain(provider);
  });

  it("a schema that is rejected is asked for in the next mode, and the router remembers", async () => {
    await using stage = await setStage({ provider, faults: [{ kind: "reject-schema" }] });
    const first = await generatePatientSummary({ notes }, { router: stage.router });
    expect(first.attempts.map((attempt) => attempt.error?.code)).toEqual(["schema-rejected", undefined]);
    expect(first.model).toContain(provider);
    const second = await generatePatientSummary({ notes }, { router: stage.router });
    expect(second.attempts.map((attempt) => attempt.mode)).toEqual([first.attempts[1]?.mode]);
  });

  it("an answer in a code fence with prose around it is repaired, and the result says so", async () => {
    await using stage = await setStage({ provider, faults: [{ kind: "fenced", ...always }] });
    for (const result of [
      await generatePatientSummary({ notes }, { router: stage.router }),
      await streamPatientSummary({ notes }, { router: stage.router }).result,
    ]) {
      expect(result.attempts).toHaveLength(1);
      expect(result.repairs).toEqual(expect.arrayContaining(["fence", "prose"]));
    }
  });
});

describe("when every model fails", () => {
  const down: StageOptions = {
    faults: [{ kind: "status", status: 503, ...always }],
    fallbackFaults: [{ kind: "status", status: 401, ...always }],
  };

  it("the loop throws and result rejects with the same error, which lists every attempt", async () => {
    await using stage = await setStage(down);
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const caught = await readAll(stream).catch((error: unknown) => error);
    const rejected = await stream.result.catch((error: unknown) => error);
    expect(caught).toBe(rejected);
    expect(caught).toBeInstanceOf(RouterError);
    const { attempts, message } = caught as RouterError;
    expect(attempts.map(({ id, status, phase, error }) => ({ id, status, phase, code: error?.code }))).toEqual([
      { id: "openai/gpt-5.4-mini", status: 503, phase: "first-token", code: "overloaded" },
      { id: "anthropic/claude-haiku-5-5", status: 401, phase: "first-token", code: "unauthorized" },
    ]);
    for (const attempt of attempts) expect(attempt.requestId).toMatch(/^req_/);
    expect(message.split("\n")).toEqual([
      "no model answered",
      expect.stringMatching(/^ {2}openai\/gpt-5\.4-mini: 503 Service Unavailable: /),
      expect.stringMatching(/^ {2}anthropic\/claude-haiku-5-5: 401 Unauthorized: .*check ANTHROPIC_API_KEY$/),
    ]);
  });

  it("the last model is tried again as often as the router allows", async () => {
    await using stage = await setStage({
      faults: [{ kind: "status", status: 401, ...always }],
      fallbackFaults: [{ kind: "status", status: 503, headers: { "retry-after-ms": "1" } }],
    });
    const { attempts } = await generatePatientSummary({ notes }, { router: stage.router });
    expect(attempts.map(({ error }) => error?.code)).toEqual(["unauthorized", "overloaded", undefined]);
  });

  it("an invalid output carries its issues and quotes none of its values", async () => {
    const bad: Fault = {
      kind: "text",
      text: '{"vitals_status":"patient is called Jane","key_notes":[],"requires_visit":true}',
      ...always,
    };
    await using stage = await setStage({ faults: [bad], fallbackFaults: [bad] });
    const error = await generatePatientSummary({ notes }, { router: stage.router }).catch(
      (caught: unknown) => caught as RouterError,
    );
    expect(error).toBeInstanceOf(RouterError);
    const { message, cause } = error as RouterError;
    expect(message).toContain("/vitals_status must be one of Normal, Warning, Critical");
    expect(message).not.toContain("Jane");
    expect(cause).toBeInstanceOf(InvalidOutputError);
    expect(JSON.stringify(cause)).not.toContain("Jane");
  });
});

async function readAll<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Reads a stream's events; the primary sends its deltas only once the reader is there, and ends once a partial was seen. */
async function readPaced(stage: Stage) {
  const stream = streamPatientSummary({ notes }, { router: stage.router });
  const events: StreamEvent<PatientSummary, PartialPatientSummary>[] = [];
  let steps: Promise<void> | undefined;
  void stage.primary.received(0).then(() => stage.primary.step(afterDeltas - 2));
  void stage.primary.received(1).then(() => stage.primary.step(10_000));
  for await (const event of stream.events()) {
    events.push(event);
    if (event.type === "partial" && event.partial.vitals_status !== undefined) steps ??= stage.primary.step(10_000);
  }
  await steps;
  return { events, result: await stream.result };
}
