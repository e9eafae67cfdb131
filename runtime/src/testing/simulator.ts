import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../clock.ts";
import {
  createExchange,
  createExchangeLog,
  type Exchange,
  type RequestFacts,
  type SimulatedRequest,
} from "./exchange.ts";
import { createFaultPicker, type FaultScript } from "./faults.ts";
import { hasKey, headersOf, parseJson, readText, withoutKey } from "./incoming.ts";
import { isObject } from "./instance/schema.ts";
import { findModelList } from "./model-lists.ts";
import { createStepPool } from "./pace.ts";
import { planError, planJson, planResponse, type ResponsePlan } from "./plan.ts";
import { type Pace, playPlan } from "./play.ts";
import type { WriteInstance } from "./reply.ts";
import { openaiChat } from "./wire/openai-chat.ts";
import type { IncomingRequest, Protocol, SimulatedProvider, Strictness } from "./wire/protocol.ts";
import { findProtocol } from "./wire/routes.ts";

/** How a simulator answers. */
export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The loopback interface unless set. */
  readonly host?: string;
  /** The same seed and request give the same answer. */
  readonly seed?: string | number;
  /** `manual`: deltas wait for `step`. An answer that is not streamed is then one step. */
  readonly pace?: "timed" | "manual";
  /** Time from the headers to the first delta: 0 unless set. */
  readonly firstTokenMs?: number;
  /** Time between deltas: 0, as fast as the client reads, unless set. */
  readonly deltaMs?: number;
  /** Fewest and most characters of a delta: 3 to 6 unless set. */
  readonly deltaSize?: readonly [min: number, max: number];
  /** Lets deltas end within a surrogate pair. */
  readonly splitSurrogates?: boolean;
  readonly faults?: FaultScript;
  /**
   * Writes the answers for schemas that do not say all that is wanted of them, as a dialect has fewer keywords than the
   * schema it was made from. The simulator writes its own where this gives nothing, or what the request's schema forbids.
   */
  readonly instance?: WriteInstance;
  /** The models there are; others get the provider's 404. Any unless set. */
  readonly models?: readonly string[];
  /** Whether OpenAI's and Anthropic's protocols want a key (`true`). */
  readonly requireKey?: boolean;
  /** Whether strict schemas must keep the rules of their provider's dialect (`true`). */
  readonly checkSchemas?: boolean;
  /** How many requests that are over are kept in `requests`, the latest ones; all of them unless set. */
  readonly remember?: number;
  /** Measures out the pace; a test can bring its own. */
  readonly clock?: Pick<Clock, "after">;
  /** The time answers bear, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A local HTTP server that speaks the providers' protocols. */
export interface Simulator extends AsyncDisposable {
  /** Without trailing slash. */
  readonly url: string;
  readonly port: number;
  /** What to set as each provider's base URL. */
  readonly baseUrls: Readonly<Record<SimulatedProvider, string>>;
  /** Every request for an answer that is remembered, in order of arrival. */
  readonly requests: readonly SimulatedRequest[];
  /** Those whose exchange is not over. */
  readonly openRequests: readonly SimulatedRequest[];
  /** Replaces the fault script. */
  script(faults: FaultScript): void;
  /** Resolves with the request at that position, once it has come; never when it is over and no longer remembered. */
  received(index: number): Promise<SimulatedRequest>;
  /** With manual pace: lets the next deltas out, of whichever answer is ready; resolves once they are sent or nothing is open. */
  step(count?: number): Promise<void>;
  /** Closes every connection at once and leaves no handle behind. */
  close(): Promise<void>;
}

/** Starts a simulator; it listens when the promise resolves. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const exchanges = createExchangeLog(options.remember ?? Number.POSITIVE_INFINITY);
  const awaited = new Map<number, ((request: SimulatedRequest) => void)[]>();
  let pickFault = createFaultPicker(options.faults ?? []);
  const { now = Date.now, clock = systemClock } = options;
  const pace: Pace = {
    mode: options.pace ?? "timed",
    firstTokenMs: options.firstTokenMs ?? 0,
    deltaMs: options.deltaMs ?? 0,
    clock,
    steps: createStepPool(),
  };
  const strictness: Strictness = {
    requireKey: options.requireKey ?? true,
    checkSchemas: options.checkSchemas ?? true,
    models: options.models,
  };

  const register = (facts: RequestFacts, response: ServerResponse): Exchange => {
    const exchange = createExchange(facts, response);
    exchanges.add(exchange);
    // Steps nobody is left to take must not run into the next answer.
    void exchange.request.closed.then(() => {
      exchanges.close(exchange);
      if (exchanges.open.size === 0) pace.steps.discard();
    });
    for (const resolve of awaited.get(facts.index) ?? []) resolve(exchange.request);
    awaited.delete(facts.index);
    return exchange;
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = "/", search = ""] = (incoming.url ?? "/").split("?", 2);
    const query = new URLSearchParams(search);
    const protocol = findProtocol(path);
    const text = await readText(incoming);
    const headers = headersOf(incoming);
    if (protocol === undefined || incoming.method !== "POST") {
      const list = incoming.method === "GET" ? findModelList(path, headers, options.models, now()) : undefined;
      respondAtOnce(list === undefined ? planError(notFound(path)) : planJson(list), response);
      return;
    }
    const body = parseJson(text);
    const request = { path, query, headers, body: isObject(body) ? body : {} };
    const question = protocol.readQuestion(request);
    const index = exchanges.count;
    const facts: RequestFacts = {
      index,
      provider: protocol.provider,
      protocol: protocol.family,
      method: incoming.method,
      path,
      headers: withoutKey(headers),
      hasKey: hasKey(headers),
      body: body ?? text,
      model: question.model,
      stream: question.stream,
      receivedAt: now(),
    };
    const exchange = register(facts, response);

    const complaint = complain(protocol, request, body, strictness);
    const pieces = { size: options.deltaSize ?? ([3, 6] as const), splitSurrogates: options.splitSurrogates ?? false };
    const context = {
      provider: protocol.provider,
      seed: String(options.seed ?? 0),
      pieces,
      at: facts.receivedAt,
      index,
      instance: options.instance,
    };
    const plan = complaint ?? planResponse(protocol, question, pickFault(exchange.request), context);
    await playPlan(plan, response, exchange, pace);
  };

  const server = createServer((incoming, response) => {
    response.on("error", () => response.destroy());
    answer(incoming, response).catch((error: unknown) => {
      // A client that leaves while its request is read is no one to answer to.
      if (response.headersSent || response.destroyed) response.destroy();
      else respondAtOnce(planError(openaiChat.error(500, { message: `simulator: ${String(error)}` })), response);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const host = options.host ?? "127.0.0.1";
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const exchange of exchanges.open) exchange.markCut();
      server.close(() => resolve());
      server.closeAllConnections();
      pace.steps.discard();
    });

  return {
    url,
    port,
    baseUrls: {
      openai: `${url}/v1`,
      anthropic: url,
      ollama: url,
      google: `${url}/v1beta`,
      bedrock: url,
      cohere: `${url}/v2`,
    },
    get requests() {
      return [...exchanges.known.values()].map(({ request }) => request);
    },
    get openRequests() {
      return [...exchanges.open].map(({ request }) => request).filter(({ state }) => state === "open");
    },
    script: (faults) => {
      pickFault = createFaultPicker(faults);
    },
    received: (index) => {
      const exchange = exchanges.known.get(index);
      if (exchange !== undefined) return Promise.resolve(exchange.request);
      return new Promise((resolve) => awaited.set(index, [...(awaited.get(index) ?? []), resolve]));
    },
    step: (count = 1) => pace.steps.grant(count),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What the real thing would answer to a request that is not in order. */
function complain(
  protocol: Protocol,
  request: IncomingRequest,
  body: unknown,
  strictness: Strictness,
): ResponsePlan | undefined {
  const keyError = strictness.requireKey ? protocol.checkKey(request.headers) : undefined;
  if (keyError !== undefined) return planError(keyError);
  if (!isObject(body)) return planError(protocol.error(400, { message: protocol.malformed }));
  const error = protocol.check(request, strictness);
  return error === undefined ? undefined : planError(error);
}

function notFound(path: string): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  return openaiChat.error(404, { message: `Invalid URL (${path})`, code: null });
}

function respondAtOnce(plan: ResponsePlan, response: ServerResponse): void {
  if (plan.kind !== "respond") return;
  response.writeHead(plan.status, plan.headers);
  for (const step of plan.steps) if (step.kind === "write") response.write(step.bytes);
  response.end();
}
