import type { Codec } from "./codec.ts";
import { ConfigurationError, InputError } from "./errors.ts";
import { contractVersion } from "./facts/dialects.ts";
import { version } from "./facts/version.ts";
import { fingerprint } from "./fingerprint.ts";
import type { CancelSignal } from "./on-abort.ts";
import type { FailoverOverrides, Hedge, RefusalPolicy, RepairLevel, Settings, Timeouts } from "./options.ts";
import type { OutputSpec } from "./output-spec.ts";
import { type Message, type Prompt, toMessages } from "./prompt.ts";
import { checkMedia } from "./prompt-media.ts";
import type { Receipt, Result } from "./result.ts";
import { conversation } from "./router/conversation.ts";
import { checkFailover, checkHedge, checkTimeouts, checkWholeNumber, type RoutedCall } from "./router/routed-call.ts";
import type { Router, RouterPolicy } from "./router/router.ts";
import type { RouteResult } from "./router/run-attempts.ts";
import { describeIssues } from "./validation/issues.ts";

/** What can be set for one call. Everything absent is as the router and the spec say. */
export interface CallOptions {
  /** Used instead of the router the spec was generated with. */
  readonly router?: Router;
  /** Aborting it stops the call, closes the provider's socket and rejects with an `AbortError`. */
  readonly signal?: AbortSignal;
  /** Settings of this call: they go before those of the model and of the spec. */
  readonly settings?: Settings;
  /** Limits in milliseconds; one that is not named is the router's. */
  readonly timeouts?: Timeouts;
  /** What follows a refusal: the error (`stop`) or the next model (`next`). Default: the router's, which is `stop`. */
  readonly onRefusal?: RefusalPolicy;
  /** Which flaws of an answer are mended before it is validated. Default: the router's, which is `text`. */
  readonly repairs?: RepairLevel;
  /** Most attempts on the last or only model. Default: the router's, which is 2. */
  readonly attempts?: number;
  /** How often a model is shown its invalid answer and asked again. Default: the router's, which is 1. */
  readonly reAsks?: number;
  /** What follows a failure, by its code; one that is not named is as the router says. */
  readonly failover?: FailoverOverrides;
  /** When the next model is asked as well; `false`: never. Default: as the router says. */
  readonly hedge?: Hedge | false;
  /** Most tokens the call may have used for another attempt to be made. Default: the router's, which has no limit. */
  readonly maxTotalTokens?: number;
  /** For `stream…`: what happens when the stream breaks after a partial was shown. Default `restart`. */
  readonly midStream?: "restart" | "fail";
  /**
   * For `stream…`: what a reader sees after a restart. `keep-best` (default) holds the last good partial until the
   * new attempt has come as far; `latest` shows the new attempt at once.
   */
  readonly view?: "keep-best" | "latest";
  /** For `generate…`: `stream` reads the answer as a stream, so that first-token and idle deadlines apply. Default `unary`. */
  readonly wire?: "unary" | "stream";
}

/** {@link CallOptions} of a spec that was generated without a router: the call has to name one. */
export interface RoutedCallOptions extends CallOptions {
  readonly router: Router;
}

/** What generated code hands to `generate` and `stream`. */
export interface OutputCall<T, I> {
  /** Says what `T` is to files generated earlier. Not read, so that a bundle which only asks needs no spec object. */
  readonly spec?: OutputSpec<T>;
  readonly codec: Codec;
  /** Makes the prompt of an input; absent when the input is the prompt. */
  readonly prompt?: (input: I) => Prompt;
  /** Inputs of the few-shot examples. Their outputs are in each dialect that can say them. Needs `prompt`. */
  readonly examples?: readonly I[];
  readonly router?: Router;
  readonly settings?: Settings;
}

/**
 * Checks a call before anything is sent and decides every option.
 *
 * Throws a `ConfigurationError` or an `InputError`.
 */
export function prepareCall<T, I>(
  call: OutputCall<T, I>,
  input: I,
  options: CallOptions,
  operation: "generate" | "stream",
  signal: CancelSignal | undefined = options.signal,
): RoutedCall {
  const { codec } = call;
  if (codec.contract !== contractVersion) throw otherContract(codec);
  const router = options.router ?? call.router;
  if (router !== undefined && !Array.isArray(router.models)) {
    throw new ConfigurationError("options.router is no router: make one with createRouter({ primary })");
  }
  if (router === undefined) {
    throw new ConfigurationError(`${codec.name} has no router: declare one in outspec.yaml or pass options.router`);
  }
  if (codec.input !== undefined && !codec.input(input)) {
    const issues = [...(codec.input.errors ?? [])];
    throw new InputError(
      `the input of ${codec.name} does not match its schema: ${describeIssues(issues, "the input", 3)}`,
      issues,
    );
  }
  // Without a prompt in the spec, the generated function's parameter is the prompt itself.
  const prompt = call.prompt === undefined ? (input as Prompt | undefined) : call.prompt(input);
  if (prompt === undefined || prompt === null) {
    throw new InputError(`${codec.name} has no prompt of its own: the call has to give one`, []);
  }
  const messages = toMessages(prompt);
  checkMedia(messages, input);
  return {
    router,
    codec,
    messages,
    examples: examplesOf(call),
    specSettings: call.settings ?? noSettings,
    callSettings: options.settings ?? noSettings,
    operation,
    stream: operation === "stream" || options.wire === "stream",
    ...chosen(options, router.policy),
    signal,
  };
}

/** Whoever upgrades one of the two packages alone is told which one to upgrade, too. */
function otherContract({ name, contract }: Codec): ConfigurationError {
  const remedy =
    contract < contractVersion
      ? `npm install --save-dev outspec@${version} && npx outspec generate`
      : "npm install @outspec/runtime@latest";
  const age = contract < contractVersion ? "an older" : "a newer";
  return new ConfigurationError(
    `${name} was generated by ${age} outspec, for contract ${contract}, and @outspec/runtime ${version} speaks contract ${contractVersion}: ${remedy}`,
  );
}

const noSettings: Settings = {};
const noExamples: readonly (readonly Message[])[] = [];

/** The prompts of the few-shot examples. */
function examplesOf<T, I>({ prompt, examples }: OutputCall<T, I>): readonly (readonly Message[])[] {
  return prompt === undefined || examples === undefined ? noExamples : examples.map(prompt).map(toMessages);
}

/** What a call says where it says anything, and else what its router says. */
function chosen(options: CallOptions, policy: RouterPolicy): Omit<RouterPolicy, "breaker"> & Hedging {
  const { attempts = policy.attempts, reAsks = policy.reAsks, hedge = policy.hedge } = options;
  checkWholeNumber("attempts", attempts, 1);
  checkWholeNumber("reAsks", reAsks, 0);
  if (options.timeouts !== undefined) checkTimeouts(options.timeouts);
  if (options.failover !== undefined) checkFailover(options.failover);
  if (hedge !== undefined && hedge !== false) checkHedge(hedge);
  return {
    attempts,
    reAsks,
    timeouts: merged(policy.timeouts, options.timeouts),
    midStream: options.midStream ?? policy.midStream,
    onRefusal: options.onRefusal ?? policy.onRefusal,
    failover: merged(policy.failover, options.failover),
    hedge: hedge === false ? undefined : hedge,
    hedgesProbes: hedge !== false,
    maxTotalTokens: options.maxTotalTokens ?? policy.maxTotalTokens,
    repairs: options.repairs ?? policy.repairs,
  };
}

type Hedging = Pick<RoutedCall, "hedge" | "hedgesProbes">;

/** The router's members under those of a call; a member that is set to `undefined` is not set. */
function merged<T extends object>(policy: T, options: T | undefined): T {
  if (options === undefined) return policy;
  const set = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...policy, ...Object.fromEntries(set) };
}

/** Puts a finished route into the form callers receive. */
export function toResult<T>(call: RoutedCall, route: RouteResult): Result<T> {
  const result: Omit<Result<T>, "receipt"> = {
    // The route ends with an answer only after the spec's own validator has accepted it.
    output: route.answer.output as T,
    model: route.model.id,
    usage: route.usage,
    attempts: route.attempts,
    finishReason: route.finishReason,
    repairs: route.answer.repairs,
  };
  Object.defineProperty(result, receiptSource, { value: () => ({ call, route }) });
  return Object.defineProperty(result, "receipt", receipt) as Result<T>; // just completed
}

const receiptSource = Symbol("receipt");

/** Gives what a receipt is worked out from when it is looked at, which few are. A function, for it holds the prompt. */
interface WithSource {
  readonly [receiptSource]: () => { readonly call: RoutedCall; readonly route: RouteResult };
}

// One getter for all results: an object with a getter of its own gets a hidden class of its own, which keeps the call alive
// through many a garbage collection.
const receipt: ThisType<WithSource> & PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(): Receipt {
    const { call, route } = this[receiptSource]();
    const { dialect } = route.rung;
    return {
      spec: call.codec.hash,
      dialect: fingerprint(dialect.schema),
      prompt: fingerprint(JSON.stringify(conversation(call.messages, call.examples, dialect.examples))),
    };
  },
};
