import { type CallOptions, OutspecError, type Result, type Router } from "@outspec/runtime";
import { type PatientSummary, patientSummary } from "../../generated/index.js";
import { createRandom } from "../random.js";
import { recognise } from "./answers.js";
import type { Latencies } from "./latencies.js";
import type { Ledger } from "./ledger.js";
import { readers } from "./readers.js";

/** What a call came to. A call that ends in anything else is a violation. */
export type Ending = "value" | OutspecError["code"];

/** What calls need, and where they are noted. */
export interface Calls {
  readonly router: Router;
  readonly seed: number;
  readonly ledger: Ledger;
  /** From the call to the first partial, in milliseconds. */
  readonly firstPartial: Latencies;
  /** From the call to its value. */
  readonly whole: Latencies;
  onEnd(ending: Ending): void;
  /** Something happened that may not. */
  onViolation(complaint: string): void;
}

/** Makes calls one after the other until the time is over. */
export async function keepCalling(calls: Calls, until: number): Promise<void> {
  while (performance.now() < until) {
    const call = calls.ledger.begin();
    try {
      calls.onEnd(await callOnce(calls, call));
    } catch (error) {
      calls.onViolation(`call ${call} ended in ${String(error)}`);
    }
    calls.ledger.end(call);
  }
}

const readerNames: readonly string[] = Object.keys(readers);

/** Makes one call in a way, and with options, that chance picks. */
async function callOnce({ router, seed, ledger, firstPartial, whole }: Calls, number: number): Promise<Ending> {
  const random = createRandom(seed * 1_000_003 + number);
  const reader = readers[readerNames[Math.floor(random() * readerNames.length)] ?? ""];
  if (reader === undefined) throw new Error("chance is below 1");
  const options = { router, ...anyOptions(random) };
  const since = performance.now();
  const onPartial = (): void => firstPartial.add(performance.now() - since);
  try {
    const result = await reader.read({ number, options, random, onPartial });
    if (reader.isTimed) whole.add(performance.now() - since);
    ledger.take(number, judge(result));
    return "value";
  } catch (error) {
    if (!OutspecError.is(error)) throw error;
    return error.code;
  }
}

/** The answer that a result is. Throws when it does not say the truth about how it came about. */
function judge({ output, model, attempts }: Result<PatientSummary>): ReturnType<typeof recognise> {
  if (!patientSummary.validate(output)) throw new Error("an output is not valid");
  const answer = recognise(output);
  if (!model.startsWith(`${answer.provider}/`))
    throw new Error(`an answer of ${answer.provider} is told to be ${model}'s`);
  const well = attempts.filter(({ error }) => error === undefined);
  if (well.length !== 1 || well[0]?.id !== model)
    throw new Error(`${well.length} attempts without an error tell of one output of ${model}`);
  return answer;
}

function anyOptions(random: () => number): CallOptions {
  return {
    ...(random() < 0.2 && { view: "latest" }),
    ...(random() < 0.2 && { midStream: "fail" }),
    ...(random() < 0.3 && { onRefusal: "next" }),
    ...(random() < 0.2 && { repairs: "values" }),
    ...(random() < 0.2 && { reAsks: 0 }),
    ...(random() < 0.1 && { timeouts: { callMs: 5_000 } }),
  };
}
