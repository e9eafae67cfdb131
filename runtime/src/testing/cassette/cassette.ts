import { defaultTransport } from "#default-transport";
import { processEnvironment } from "../../environment.ts";
import { ConfigurationError } from "../../errors.ts";
import { hasPlainKey } from "../../providers/credentials.ts";
import type { Model } from "../../providers/provider.ts";
import { createRouter } from "../../router/create-router.ts";
import type { Router } from "../../router/router.ts";
import {
  type HttpResponse,
  type Transport,
  TransportError,
  UnansweredRequestError,
} from "../../transport/transport.ts";
import { modelsAsOptions, policyOf } from "../same-policy.ts";
import { withoutCredentials } from "../scripted/scripted-model.ts";
import { createTestClock } from "../test-clock.ts";
import { readCassetteFile, writeCassetteFile } from "./cassette-file.ts";
import { describeNearest, isSameRequest } from "./difference.ts";
import {
  packBody,
  type RecordedExchange,
  type RecordedRequestPart,
  type RecordedResponse,
  unpackBody,
} from "./recorded-exchange.ts";
import { createScrubber, type Scrubber } from "./scrub.ts";

/** The variable that says what cassettes do where their options do not. */
const modeVariable = "OUTSPEC_CASSETTE";

const modes = ["replay", "record", "replay-or-record"] as const;

/**
 * What a cassette does with a request.
 *
 * - `replay`: answers from the file; a request that is not in it ends the call.
 * - `record`: asks the provider, and begins the file anew.
 * - `replay-or-record`: answers from the file, and asks the provider for what is not in it.
 */
export type CassetteMode = (typeof modes)[number];

/** How a cassette is made. */
export interface CassetteOptions {
  /** Path of the JSON file; one for each test file, as test files may run at the same time. */
  readonly file: string;
  /** Default: what the variable `OUTSPEC_CASSETTE` says, else `replay`. Where `CI` is set it is always `replay`. */
  readonly mode?: CassetteMode;
  /** Sends what is to be recorded. Default: as without a cassette. */
  readonly transport?: Transport;
}

/** Calls that are recorded in a file, or replayed from it. */
export interface Cassette {
  /** What this run does. */
  readonly mode: CassetteMode;
  /** For `createRouter({ transport })`. */
  readonly transport: Transport;
  /**
   * The same models and options over this cassette, for `options.router`. In a replay it needs no keys, and pauses take no
   * time.
   */
  router(router: Router): Router;
  /** Recorded requests that nothing has asked for yet, as method and address: after a test there should be none. */
  readonly unused: readonly string[];
}

/**
 * Opens a cassette: records real calls to a file and replays them, so that tests run without a network and without keys.
 *
 * The file holds no header of a request, only a few of a response, and no key wherever it stood; prompts and answers are
 * in it. A request is found by its method, its address and its body; equal ones are answered in the order in which they
 * were recorded. One that is not found ends its call with an `UnansweredRequestError`, which says what differs.
 */
export function createCassette(options: CassetteOptions): Cassette {
  const { file, transport: send = defaultTransport } = options;
  const environment = processEnvironment();
  const inCi = !/^(?:|0|false)$/i.test(environment["CI"] ?? "");
  const mode = inCi ? "replay" : checkMode(options.mode ?? environment[modeVariable] ?? "replay");
  let stored: readonly RecordedExchange[] | undefined;
  const replayed = new Set<RecordedExchange>();
  const recorded: RecordedExchange[] = [];

  const known = (): readonly RecordedExchange[] => {
    stored ??= mode === "record" ? [] : readCassetteFile(file);
    return stored;
  };
  const find = (request: RecordedRequestPart): RecordedExchange | undefined =>
    known().find((exchange) => !replayed.has(exchange) && isSameRequest(exchange.request, request));

  const transport: Transport = async (request) => {
    const scrubber = createScrubber(request);
    const found = mode === "record" ? undefined : find(scrubber.request);
    if (found !== undefined) {
      replayed.add(found);
      request.onConnect?.();
      return replay(found.response, file);
    }
    if (mode === "replay") throw unmatched(scrubber.request, known(), file, inCi);
    // Its place is taken now: answers may end in another order than they were asked for.
    const place = recorded.push({ request: scrubber.request, response: { status: 0, headers: {} } }) - 1;
    return record(await send(request), scrubber, (response) => {
      recorded[place] = { request: scrubber.request, response };
      writeCassetteFile(file, [...known(), ...recorded.filter((exchange) => exchange.response.status !== 0)]);
    });
  };

  return {
    mode,
    transport,
    router: (router) => {
      if (mode !== "replay") return createRouter({ ...policyOf(router), ...modelsAsOptions(router.models), transport });
      const models = router.models.map(withStandInKey);
      const clock = createTestClock({ moves: "when-idle" });
      return createRouter({ ...policyOf(router), ...modelsAsOptions(models), transport, clock });
    },
    get unused() {
      return known()
        .filter((exchange) => !replayed.has(exchange))
        .map(({ request }) => `${request.method} ${request.url}`);
    },
  };
}

function checkMode(mode: string): CassetteMode {
  const known = modes.find((name) => name === mode);
  if (known !== undefined) return known;
  throw new ConfigurationError(`"${mode}" is no mode of a cassette: set ${modeVariable} to ${modes.join(", ")}`);
}

/** A replayed request shows nobody who asks. Whether by a key or by a token may decide about its address, so that stays. */
function withStandInKey(model: Model): Model {
  const standIn = hasPlainKey(model, processEnvironment()) ? { apiKey: "replayed" } : { accessToken: "replayed" };
  return Object.freeze({
    ...model,
    authenticator: undefined,
    options: Object.freeze(withoutCredentials(model.options, standIn)),
  });
}

function replay(response: RecordedResponse, file: string): HttpResponse {
  const { status, headers, ending } = response;
  const body = async function* (): AsyncGenerator<Uint8Array> {
    yield* unpackBody(response);
    if (ending === "broken") throw new TransportError("reset-in-body", new Error("the recorded connection broke here"));
    if (ending === "left") {
      throw new UnansweredRequestError(
        `the recording in ${file} ends here, as its call had let go: ${recordAgain(file)}`,
      );
    }
  };
  return { status, headers, body: body() };
}

/** Passes a response on and writes it down as it is read. */
function record(response: HttpResponse, scrubber: Scrubber, done: (response: RecordedResponse) => void): HttpResponse {
  const { status, headers } = response;
  const body = async function* (): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let ending: RecordedResponse["ending"] | "end" = "left";
    try {
      for await (const chunk of response.body) {
        // Copied, because the transport may use its buffer again.
        chunks.push(new Uint8Array(chunk));
        yield chunk;
      }
      ending = "end";
    } catch (error) {
      if (error instanceof TransportError) ending = "broken";
      throw error;
    } finally {
      const how = ending === "end" ? {} : { ending };
      done({ status, headers: scrubber.headers(headers), ...packBody(chunks, scrubber), ...how });
    }
  };
  return { status, headers, body: body() };
}

function unmatched(
  request: RecordedRequestPart,
  exchanges: readonly RecordedExchange[],
  file: string,
  inCi: boolean,
): UnansweredRequestError {
  const how = inCi ? `${recordAgain(file)}; nothing is recorded where CI is set` : recordAgain(file);
  return new UnansweredRequestError(
    `${file} holds no answer to ${request.method} ${request.url}: ${describeNearest(request, exchanges)}\n${how}`,
  );
}

function recordAgain(file: string): string {
  return `to record ${file} again, run the test once with ${modeVariable}=record and the keys`;
}
