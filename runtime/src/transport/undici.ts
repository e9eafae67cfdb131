import { type Environment, processEnvironment } from "../environment.ts";
import { type BodyQueue, createBodyQueue } from "./body-queue.ts";
import {
  type Connect,
  type ConnectingSockets,
  createConnectingSockets,
  type WaitingRequest,
} from "./connecting-sockets.ts";
import { decompress } from "./decompress.ts";
import { errorCodeOf, type HttpRequest, type HttpResponse, type Transport, TransportError } from "./transport.ts";

/**
 * The part of undici's dispatcher interface that is used here, in the form all its versions accept (v6 is inside
 * Node 20 and 22). Source: undici docs/docs/api/Dispatcher.md, `dispatch` and its handler.
 */
export interface Dispatcher {
  /**
   * Sends one request and tells the handler how it goes. Gives `false` when it would rather not get more at the
   * moment.
   */
  dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
}

interface DispatchOptions {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
}

interface DispatchHandler {
  onConnect(abort: (reason?: Error) => void): void;
  onHeaders(status: number, rawHeaders: readonly Uint8Array[], resume: () => void): boolean;
  onData(chunk: Uint8Array): boolean;
  onComplete(): void;
  onError(error: Error): void;
}

interface AgentOptions {
  readonly connect: Connect;
  readonly pipelining: number;
}

interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** The parts of undici that are used here. */
interface Undici {
  readonly Agent: new (options: AgentOptions) => Dispatcher;
  readonly buildConnector: (options: { readonly timeout: number }) => Connect;
}

interface WholeUndici extends Undici {
  readonly EnvHttpProxyAgent: new (options: AgentOptions & Proxies) => Dispatcher;
}

/** Only an upper bound: the router's own deadline is shorter, and the last request that stops waiting ends it. */
const connectTimeoutMs = 120_000;

/** The transport on Node: undici, loaded at the first request, with pooled keep-alive connections. */
export const defaultTransport: Transport = /* @__PURE__ */ createUndiciTransport();

/** What a transport on undici can be given. */
export interface UndiciTransportOptions {
  /** Sends every request: an undici `Agent`, `ProxyAgent`, `Pool` or mock of your own, made with the options you need. */
  readonly dispatcher?: Dispatcher;
  /** Variables to read proxies from, by default those of the process. */
  readonly environment?: Environment;
}

/**
 * Makes a transport on undici.
 *
 * Without a `dispatcher`, a global dispatcher set by the application or another undici is used as it is. Otherwise `HTTPS_PROXY`,
 * `HTTP_PROXY` and `NO_PROXY` are honoured, in either case of letters, as they stand at the first request.
 */
export function createUndiciTransport({ dispatcher, environment }: UndiciTransportOptions = {}): Transport {
  const sockets = createConnectingSockets();
  let own: Promise<Dispatcher> | Dispatcher | undefined;

  function dispatcherNow(variables: Environment): Dispatcher | Promise<Dispatcher> {
    const global = globalDispatcher();
    // Node itself installs a plain Agent once anything calls fetch, and that one knows no proxies.
    if (global !== undefined && !(isPlainAgent(global) && proxiesOf(variables))) return global;
    own ??= createDispatcher(variables, sockets).then((made) => {
      own = made;
      return made;
    });
    return own;
  }

  return (request) => {
    const found = dispatcher ?? dispatcherNow(environment ?? processEnvironment());
    return found instanceof Promise ? found.then((one) => send(one, request, sockets)) : send(found, request, sockets);
  };
}

async function createDispatcher(variables: Environment, sockets: ConnectingSockets): Promise<Dispatcher> {
  const optionsFor = ({ buildConnector }: Undici): AgentOptions => ({
    connect: sockets.watch(buildConnector({ timeout: connectTimeoutMs })),
    pipelining: 1,
  });
  const proxies = proxiesOf(variables);
  if (proxies === undefined) {
    const undici = await loadAgent();
    return new undici.Agent(optionsFor(undici));
  }
  // Only the whole package completes dispatchers with the `connect` method that tunnels need.
  const undici = await loadWhole();
  return new undici.EnvHttpProxyAgent({ ...optionsFor(undici), ...proxies });
}

function globalDispatcher(): Dispatcher | undefined {
  // The name undici registers it under; the value is a dispatcher by undici's own contract.
  // Source: undici lib/global.js.
  const registry = globalThis as { readonly [key: symbol]: Dispatcher | undefined };
  return registry[Symbol.for("undici.globalDispatcher.1")];
}

function isPlainAgent(dispatcher: Dispatcher): boolean {
  return dispatcher.constructor.name === "Agent";
}

function proxiesOf(variables: Environment): Proxies | undefined {
  const read = (name: string) => variables[name.toLowerCase()] || variables[name] || "";
  const httpProxy = read("HTTP_PROXY");
  const httpsProxy = read("HTTPS_PROXY");
  if (httpProxy === "" && httpsProxy === "") return undefined;
  return { httpProxy, httpsProxy, noProxy: read("NO_PROXY") };
}

async function loadAgent(): Promise<Undici> {
  try {
    // Loading only the agent takes a fraction of the time and memory of the whole package, and it does not install a
    // global dispatcher. The files have no types and are no promise of undici's, hence the fallback.
    const [agent, connector]: [{ default: Undici["Agent"] }, { default: Undici["buildConnector"] }] = await Promise.all(
      [
        // @ts-expect-error: an untyped file of undici
        import("undici/lib/dispatcher/agent.js"),
        // @ts-expect-error: an untyped file of undici
        import("undici/lib/core/connect.js"),
      ],
    );
    return { Agent: agent.default, buildConnector: connector.default };
  } catch {
    return await loadWhole();
  }
}

async function loadWhole(): Promise<WholeUndici> {
  // Narrows undici's own classes to the few options and methods named above.
  return (await import("undici")) as unknown as WholeUndici;
}

function send(dispatcher: Dispatcher, request: HttpRequest, sockets: ConnectingSockets): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    new Sending(request, sockets, resolve, reject).start(dispatcher, request);
  });
}

/**
 * One request on its way, and its response as undici tells of it. It does not keep the request itself: an answer may go
 * on for minutes, and nobody needs the body again.
 */
class Sending implements DispatchHandler {
  readonly #onConnect: (() => void) | undefined;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #body: BodyQueue;
  readonly #waiting: WaitingRequest;
  #release: (() => void) | undefined;
  #connected = false;
  #responded = false;
  #failed = false;

  constructor(
    request: HttpRequest,
    sockets: ConnectingSockets,
    resolve: (response: HttpResponse) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#onConnect = request.onConnect;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = createBodyQueue(() => this.#release?.());
    this.#waiting = sockets.wait(targetOf(request.url).origin);
  }

  start(dispatcher: Dispatcher, request: HttpRequest): void {
    this.#release = followAbort(request, (reason) => this.#fail(reason));
    if (!this.#failed) this.#dispatch(dispatcher, request);
  }

  #dispatch(dispatcher: Dispatcher, { url, method, headers, body }: HttpRequest): void {
    const { origin, path } = targetOf(url);
    const options: DispatchOptions = {
      origin,
      path,
      method,
      headers: { "accept-encoding": "identity", ...headers },
      body: body ?? null,
      // The router owns all deadlines.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    try {
      this.#waiting.dispatch(() => dispatcher.dispatch(options, this));
    } catch (error) {
      this.#fail(new TransportError("other", error));
    }
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#waiting.end();
    if (this.#body.attach(abort)) return;
    this.#connected = true;
    this.#onConnect?.();
  }

  onHeaders(status: number, rawHeaders: readonly Uint8Array[], resume: () => void): boolean {
    if (status < 200) return true;
    this.#responded = true;
    const body = this.#body;
    body.onResume(resume);
    const headers = readHeaders(rawHeaders);
    const encoding = headers["content-encoding"];
    this.#resolve(
      encoding === undefined
        ? { status, headers, body: body.chunks, read: (sink) => body.drainTo(sink) }
        : { status, headers, body: decompress(body.chunks, encoding) },
    );
    return true;
  }

  onData(chunk: Uint8Array): boolean {
    return this.#body.push(chunk);
  }

  onComplete(): void {
    this.#release?.();
    this.#body.finish();
  }

  onError(error: Error): void {
    if (this.#responded) this.#fail(new TransportError("reset-in-body", error));
    else if (!this.#connected) this.#fail(new TransportError("connect", error));
    else this.#fail(new TransportError(isReset(error) ? "reset-before-response" : "other", error));
  }

  #fail(reason: unknown): void {
    this.#failed = true;
    this.#release?.();
    this.#reject(reason);
    this.#body.fail(reason);
    this.#waiting.end();
  }
}

/** Calls back once when the request is aborted, at once if it has been; the function given back ends that. */
function followAbort(request: HttpRequest, listener: (reason: unknown) => void): () => void {
  // The signal may be made when it is looked at, and is not where there is a cheaper way.
  if (request.onAbort !== undefined) return request.onAbort(listener);
  const { signal } = request;
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    listener(signal.reason);
    return () => {};
  }
  const follow = (): void => listener(signal.reason);
  signal.addEventListener("abort", follow, { once: true });
  return () => signal.removeEventListener("abort", follow);
}

interface Target {
  readonly origin: string;
  readonly path: string;
}

const targets = new Map<string, Target>();
/** More addresses than a program has models. */
const mostTargets = 256;

/** The parts of an address. A program asks the same few again and again. */
function targetOf(address: string): Target {
  const known = targets.get(address);
  if (known !== undefined) return known;
  const { origin, pathname, search } = new URL(address);
  const target = { origin, path: pathname + search };
  if (targets.size >= mostTargets) targets.clear();
  targets.set(address, target);
  return target;
}

function isReset(error: Error): boolean {
  return ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(errorCodeOf(error) ?? "");
}

function readHeaders(raw: readonly Uint8Array[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = latin1(raw[index]).toLowerCase();
    const value = latin1(raw[index + 1]);
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function latin1(bytes: Uint8Array = new Uint8Array(0)): string {
  // Node's own buffers decode themselves, which is many times faster than a TextDecoder for so few bytes.
  return Buffer.isBuffer(bytes) ? bytes.toString("latin1") : new TextDecoder("latin1").decode(bytes);
}
