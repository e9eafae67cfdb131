import { type Environment, processEnvironment } from "../environment.ts";
import { OutspecError } from "../errors.ts";
import { type Address, resolveAddress } from "../providers/address.ts";
import { type FoundCredential, failedFunction, resolveCredential } from "../providers/credentials.ts";
import type { AuthContext, EncodedRequest, ModelCall } from "../providers/provider.ts";
import type { AttemptInput } from "./attempt-input.ts";
import type { Deadlines } from "./deadlines.ts";
import { unlessAborted } from "./exchange.ts";

/** A call with the request that asks it. */
export interface PreparedRequest {
  readonly call: ModelCall;
  /** Absent once it was taken: a body may be long, and its answer take minutes. */
  request: EncodedRequest | undefined;
}

/** Takes the request out of what was prepared, to be sent once. */
export function takeRequest(prepared: PreparedRequest): EncodedRequest {
  const { request } = prepared;
  if (request === undefined) throw new Error("a request is sent once");
  prepared.request = undefined;
  return request;
}

/** Builds the request of an attempt, with what shows who asks. A promise only where no key is at hand. */
export function prepareRequest(input: AttemptInput, deadlines: Deadlines): PreparedRequest | Promise<PreparedRequest> {
  const { model, kept, clock } = input;
  const environment = processEnvironment();
  const now = clock.wallTime();
  const found = resolveCredential(model, kept, now, environment);
  if (found instanceof Promise || (!isKnown(found) && model.authenticator !== undefined)) {
    return authenticate(input, deadlines, { environment, now, found });
  }
  return encode(input, environment, found);
}

function isKnown({ apiKey, accessToken }: FoundCredential): boolean {
  return apiKey !== undefined || accessToken !== undefined;
}

function encode(input: AttemptInput, environment: Environment, found: FoundCredential): PreparedRequest {
  const address = resolveAddress(input.model, environment, found.apiKey !== undefined);
  const call = modelCall(input, address, found);
  return { call, request: input.model.adapter.encode(call) };
}

/** What an attempt began with. */
interface Beginning {
  readonly environment: Environment;
  readonly now: number;
  readonly found: FoundCredential | Promise<FoundCredential>;
}

/** Waits for a credential that a function gives, or that the model's authenticator makes. */
async function authenticate(
  input: AttemptInput,
  deadlines: Deadlines,
  { environment, now, found: given }: Beginning,
): Promise<PreparedRequest> {
  const { model, kept, transport } = input;
  const found = given instanceof Promise ? await untilGiven(() => given, input, deadlines) : given;
  const { authenticator } = model;
  if (isKnown(found) || authenticator === undefined) return encode(input, environment, found);
  const { places } = resolveAddress(model, environment, false);
  const context: AuthContext = { model, environment, places, now, transport, kept };
  if (authenticator.kind === "token") {
    const accessToken = await untilGiven(() => authenticator.token(context), input, deadlines);
    return encode(input, environment, { accessToken });
  }
  const encoded = encode(input, environment, found);
  const { call } = encoded;
  const signed = await untilGiven(() => authenticator.sign(takeRequest(encoded), context), input, deadlines);
  return { call: { ...call, secrets: signed.secrets }, request: signed.request };
}

/** A function of the application's, or a service, may take as long as it likes, but not longer than the attempt. */
async function untilGiven<T>(give: () => Promise<T>, { model }: AttemptInput, deadlines: Deadlines): Promise<T> {
  try {
    return await unlessAborted(give, deadlines);
  } catch (cause) {
    if (deadlines.expired || OutspecError.is(cause)) throw cause;
    throw failedFunction("authenticator", model, cause);
  }
}

/** Written out member by member: an object of this size that is spread or grows costs more than all else in here. */
function modelCall(
  { model, rung, messages, settings, stream }: AttemptInput,
  { baseUrl, places }: Address,
  { apiKey, accessToken }: FoundCredential,
): ModelCall {
  const { form } = rung;
  const { headers, extraBody, contextWindow } = model.options;
  return {
    form,
    row: form.row,
    endpoint: form.endpoint,
    model: model.model,
    baseUrl,
    places,
    apiKey,
    accessToken,
    secrets: undefined,
    headers,
    extraBody,
    messages,
    settings,
    stream,
    mode: form.mode,
    name: form.name,
    description: form.description,
    schema: form.schema,
    reasoning: form.reasoning,
    hash: form.hash,
    cacheMark: form.cacheMark,
    cacheRetention: form.cacheRetention,
    systemRole: form.systemRole,
    contextWindow,
    efforts: form.efforts,
    bareSchema: form.bareSchema,
  };
}
