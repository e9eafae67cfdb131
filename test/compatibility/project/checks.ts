/** What every runtime and every bundle has to be able to do: the same few calls, against a simulator. */
import { anthropic, createFetchTransport, createRouter, OutspecError, openai, type Router } from "@outspec/runtime";
import { mapOutputs } from "@outspec/runtime/batch";
import { readEventStream, toEventStream } from "@outspec/runtime/sse";
import type {
  generatePatientSummary,
  PartialPatientSummary,
  PatientSummary,
  patientSummary,
  streamPatientSummary,
} from "./generated/index.js";

/** The generated functions, however they were brought in. */
export interface Generated {
  readonly generatePatientSummary: typeof generatePatientSummary;
  readonly streamPatientSummary: typeof streamPatientSummary;
  readonly patientSummary: typeof patientSummary;
}

/** What one feature came to. */
export interface Outcome {
  readonly feature: string;
  /** Absent when it works. */
  readonly problem?: string;
}

/** Where the simulator is. */
export interface Urls {
  readonly openai: string;
  readonly anthropic: string;
}

type Check = (own: Generated, router: Router) => Promise<void>;

/** The words in a prompt make the simulator misbehave; see faults.ts. */
const checks: Readonly<Record<string, Check>> = {
  async generate({ generatePatientSummary, patientSummary }, router) {
    const { output, model } = await generatePatientSummary({ notes: "BP 162/98." }, { router });
    demand(patientSummary.validate(output), "the output is not valid");
    demand(patientSummary.parseText(JSON.stringify(output)).key_notes.length >= 0, "the output cannot be parsed");
    demand(model === "openai/gpt-5.4-mini", `${model} answered`);
  },
  async failover({ generatePatientSummary }, router) {
    const { model, attempts } = await generatePatientSummary({ notes: "Be overloaded." }, { router });
    demand(model === "anthropic/claude-haiku-5-5", `${model} answered`);
    demand(attempts[0]?.error?.code === "overloaded", `the first attempt: ${attempts[0]?.error?.code}`);
  },
  async stream({ streamPatientSummary }, router) {
    const stream = streamPatientSummary({ notes: "Break off in the middle." }, { router });
    let partials = 0;
    let last: PartialPatientSummary | undefined;
    for await (const partial of stream) {
      partials++;
      last = partial;
    }
    const { output, model } = await stream.result;
    demand(partials > 1, `${partials} partials`);
    demand(last === output, "the last partial is not the output");
    demand(model === "anthropic/claude-haiku-5-5", `${model} answered`);
  },
  async abort({ streamPatientSummary }, router) {
    const stream = streamPatientSummary({ notes: "Take for ever." }, { router });
    for await (const _partial of stream) break;
    const error: unknown = await stream.result.catch((reason: unknown) => reason);
    demand(OutspecError.is(error) && error.code === "aborted", `it ended in ${String(error)}`);
  },
  async signal({ generatePatientSummary }, router) {
    const controller = new AbortController();
    const call = generatePatientSummary({ notes: "Take for ever." }, { router, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const error: unknown = await call.catch((reason: unknown) => reason);
    demand(OutspecError.is(error) && error.code === "aborted", `it ended in ${String(error)}`);
  },
  async deadline({ generatePatientSummary }, router) {
    const options = { router, timeouts: { callMs: 100 } };
    const error: unknown = await generatePatientSummary({ notes: "Take for ever." }, options).catch((reason) => reason);
    demand(OutspecError.is(error) && error.code === "timeout", `it ended in ${String(error)}`);
  },
  async sse({ streamPatientSummary, patientSummary }, router) {
    const response = toEventStream(streamPatientSummary({ notes: "BP 118/76." }, { router }));
    const received = readEventStream<PartialPatientSummary, PatientSummary>(response);
    let partials = 0;
    for await (const _partial of received) partials++;
    const { output } = await received.result;
    demand(patientSummary.validate(output), "what arrived is not valid");
    demand(partials > 0, "no partial arrived");
  },
  async batch({ generatePatientSummary }, router) {
    const inputs = ["BP 162/98.", "Be overloaded.", "BP 121/80."].map((notes) => ({ notes }));
    const options = { concurrency: 2 };
    const ask = (input: { readonly notes: string }) => generatePatientSummary(input, { router });
    const kinds: string[] = [];
    for await (const { outcome } of mapOutputs(ask, inputs, options)) kinds.push(outcome.kind);
    demand(kinds.join() === "ok,ok,ok", `it ended in ${kinds.join()}`);
  },
};

/** Names of the features, in order. */
export const features: readonly string[] = [...Object.keys(checks), "fetch"];

/** Tries everything; never rejects. */
export async function runChecks(own: Generated, urls: Urls): Promise<readonly Outcome[]> {
  const models = {
    primary: openai("gpt-5.4-mini", { baseUrl: urls.openai, apiKey: "k" }),
    fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: urls.anthropic, apiKey: "k" })],
  };
  // One for each check: what one of them lets fail must not have the breaker open for the next.
  const outcomes: Outcome[] = [];
  for (const [feature, check] of Object.entries(checks)) {
    outcomes.push(await attempt(feature, () => check(own, createRouter(models))));
  }
  const ways: readonly Check[] = [checks["generate"], checks["stream"], checks["abort"]].flatMap((way) => way ?? []);
  const overFetch = async (): Promise<void> => {
    for (const way of ways) await way(own, createRouter({ ...models, transport: createFetchTransport(fetch) }));
  };
  outcomes.push(await attempt("fetch", overFetch));
  return outcomes;
}

async function attempt(feature: string, act: () => Promise<void>): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing came of it in 15 s")), 15_000);
  });
  try {
    await Promise.race([act(), late]);
    return { feature };
  } catch (error) {
    return { feature, problem: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function demand(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}
