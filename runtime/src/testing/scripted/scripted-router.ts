import { ConfigurationError } from "../../errors.ts";
import { openaiCompatible } from "../../providers/openai-compatible.ts";
import type { EncodedRequest, Model, ModelCall } from "../../providers/provider.ts";
import { createRouter } from "../../router/create-router.ts";
import type { Router, RouterOptions } from "../../router/router.ts";
import { type HttpRequest, type Transport, UnansweredRequestError } from "../../transport/transport.ts";
import { parseJson } from "../incoming.ts";
import { isObject } from "../instance/schema.ts";
import { modelsAsOptions, policyOf } from "../same-policy.ts";
import { createTestClock } from "../test-clock.ts";
import type { IncomingRequest, Protocol } from "../wire/protocol.ts";
import { findProtocol } from "../wire/routes.ts";
import { readScript, type Script, type ScriptedAnswer, type ScriptedCall } from "./script.ts";
import { scriptedBaseUrl, standInFor } from "./scripted-model.ts";
import { respondScripted } from "./scripted-response.ts";

/** How a scripted router is made. What it has in common with `createRouter` means the same. */
export interface ScriptedRouterOptions extends Omit<RouterOptions, "primary" | "fallbacks" | "transport"> {
  /** Names of its models, the primary first: one, called `model`, unless set. Their ids begin with `scripted/`. */
  readonly models?: readonly [string, ...string[]];
  /** The router it stands in for: its models, asked in their own protocols without keys, and its options. */
  readonly like?: Router;
}

/** A router that answers by a script, and what it was asked. */
export interface ScriptedRouter extends Router {
  /** Every request so far, failed ones included. */
  readonly calls: readonly ScriptedCall[];
  /** Entries of the script that nothing has asked for yet. */
  readonly unused: readonly ScriptedAnswer[];
  /** Appends entries to the script. */
  push(...answers: readonly ScriptedAnswer[]): void;
}

/** Tells the transport which call a request was encoded for. */
const callHeader = "x-scripted-call";

/**
 * Creates a router to pass as `options.router`: it answers by a script, without a network, a key or a server.
 *
 * All else is real: requests are encoded, answers are framed, decoded, read as partials and validated, failures lead to
 * retries, other models and restarts. Its clock jumps over pauses and deadlines unless `clock` is given. A request the
 * script has no answer for ends the call with an `UnansweredRequestError`; what a script's function throws ends it, too.
 */
export function createScriptedRouter(script: Script, options: ScriptedRouterOptions = {}): ScriptedRouter {
  const { models: names = ["model"], like, clock = createTestClock({ moves: "when-idle" }), ...others } = options;
  if (options.models !== undefined && like !== undefined) {
    throw new ConfigurationError("a scripted router has either models or a router it is like, not both");
  }
  const reader = readScript(script);
  const calls: ScriptedCall[] = [];
  const answers: ScriptedAnswer[] = [];

  /** Chosen while the request is made, where the call is still known as a whole. */
  const choose = (model: Model, call: ModelCall, request: EncodedRequest): EncodedRequest => {
    const { mode, stream, messages, settings } = call;
    const asked: ScriptedCall = {
      index: calls.length,
      id: model.id,
      model: model.model,
      mode,
      stream,
      messages,
      settings,
    };
    calls.push(asked);
    const answer = reader.take(asked);
    if (answer === undefined) throw unanswered(asked);
    answers[asked.index] = answer;
    return { ...request, headers: { ...request.headers, [callHeader]: String(asked.index) } };
  };

  const transport: Transport = (request) => {
    const index = Number(request.headers[callHeader]);
    const answer = answers[index];
    const { protocol, incoming } = readRequest(request);
    if (answer === undefined || protocol === undefined) {
      const { host, pathname } = new URL(request.url);
      throw new UnansweredRequestError(`a scripted router does not speak the protocol of ${host}${pathname}`);
    }
    return respondScripted({ request, protocol, question: protocol.readQuestion(incoming), answer, index, clock });
  };

  const router = createRouter({
    ...(like === undefined ? {} : policyOf(like)),
    ...others,
    ...modelsAsOptions((like?.models ?? names.map(namedModel)).map((model) => standInFor(model, choose))),
    transport,
    clock,
  });
  return Object.freeze({
    ...router,
    calls,
    get unused() {
      return reader.unused;
    },
    push: (...more: readonly ScriptedAnswer[]) => reader.push(more),
  });
}

function namedModel(name: string): Model {
  return openaiCompatible(name, { name: "scripted", baseUrl: scriptedBaseUrl });
}

function unanswered({ index, id, stream }: ScriptedCall): UnansweredRequestError {
  const how = stream ? "a stream" : "an answer";
  return new UnansweredRequestError(
    `the script has nothing left for request ${index + 1}, in which ${id} was asked for ${how}: ` +
      "add an entry for it, or look at router.calls for why it was made",
  );
}

/** A request as a server would receive it. */
function readRequest(request: HttpRequest): {
  readonly protocol: Protocol | undefined;
  readonly incoming: IncomingRequest;
} {
  const { pathname, searchParams } = new URL(request.url);
  const body = parseJson(request.body ?? "");
  const incoming = { path: pathname, query: searchParams, headers: request.headers, body: isObject(body) ? body : {} };
  return { protocol: findProtocol(pathname), incoming };
}
