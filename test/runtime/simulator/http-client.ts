import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** A whole response, as far as it came. */
export interface Response {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** The bytes as characters, where they are no text: in an event stream of AWS. */
  readonly text: string;
  readonly bytes: number;
  /** The code of the socket error that ended the body, if one did. */
  readonly error?: string;
}

/** Sends a request with plain node:http and reads the response to its end, however it ends. */
export async function send(
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const opened = await open(url, body, headers);
  return opened.rest();
}

/** A response whose body is still coming. */
export interface OpenResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly request: ClientRequest;
  /** Resolves once the body so far satisfies the condition, with that body. */
  until(condition: (text: string) => boolean): Promise<string>;
  rest(): Promise<Response>;
}

/** Sends a request and returns at the headers. Rejects when none come. */
export function open(
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenResponse> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const outgoing = request(url, {
      method: text === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", ...headers },
      agent: false,
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => resolve(follow(outgoing, incoming)));
    outgoing.end(text);
  });
}

function follow(outgoing: ClientRequest, incoming: IncomingMessage): OpenResponse {
  let text = "";
  let failure: string | undefined;
  const watchers = new Set<() => void>();
  const encoding = /eventstream/.test(incoming.headers["content-type"] ?? "") ? "latin1" : "utf8";
  incoming.setEncoding(encoding);
  incoming.on("data", (chunk: string) => {
    text += chunk;
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<void>((resolve) => {
    incoming.on("error", (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message;
    });
    incoming.on("close", resolve);
  });
  const { statusCode: status = 0, headers } = incoming;
  return {
    status,
    headers,
    request: outgoing,
    until: (condition) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!condition(text)) return;
          watchers.delete(check);
          resolve(text);
        };
        watchers.add(check);
        void ended.then(() => reject(new Error(`the body ended before that: ${text.slice(-200)}`)));
        check();
      }),
    rest: async () => {
      await ended;
      return {
        status,
        headers,
        text,
        bytes: Buffer.byteLength(text, encoding),
        ...(failure !== undefined && { error: failure }),
      };
    },
  };
}
