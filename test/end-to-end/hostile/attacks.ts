import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { OutspecErrorCode } from "@outspec/runtime";
import { answerText } from "../matrix/measurement.ts";
import { chunk, head } from "../matrix/raw-server.ts";
import { type WireName, wires } from "../matrix/wires.ts";
import type { Attack } from "./hostile-server.ts";

/** Something a provider may do to us, and what it comes to. */
export interface AttackCase {
  readonly attack: Attack;
  /** The failure of a streamed answer, and of one that is not. */
  readonly stream: OutspecErrorCode;
  readonly generate: OutspecErrorCode;
  /** Only streamed answers, or only others, can be attacked so. */
  readonly only?: "stream" | "generate";
  /** The wire that is spoken; Chat Completions unless set. */
  readonly wire?: WireName;
  /** Most megabytes that the server may get rid of before its connection is closed: 1 unless set. */
  readonly mostMb?: number;
  /** How often it happens before the next model is asked: once unless set. */
  readonly times?: number;
  /** What the failure says. */
  readonly says?: RegExp;
  /** The response is whole, so its connection is good for another request. */
  readonly keeps?: true;
  /** What takes seconds is done once: what is read does not depend on who sent the request. */
  readonly isHeavy?: true;
}

const mebi = 2 ** 20;
const { chat } = wires;

const open = (type: string, more: Readonly<Record<string, string | number>> = {}): string =>
  head(200, { "content-type": type, "transfer-encoding": "chunked", ...more });
const openStream = open("text/event-stream");
const openJson = open("application/json");
const openLines = open("application/x-ndjson");
const megabyteOf = (character: string): Uint8Array => chunk(Buffer.alloc(mebi, character));

/** An answer whose text never ends. */
const opening = chat.opening + chat.delta('{"name":"');

const bombs = {
  gzip: gzipSync(Buffer.alloc(300 * mebi, " "), { level: 9 }),
  deflate: deflateSync(Buffer.alloc(300 * mebi, " "), { level: 9 }),
  br: brotliCompressSync(Buffer.alloc(300 * mebi, " ")),
};

/** A body of a few hundred kilobytes that becomes hundreds of megabytes. */
function bombOf(encoding: keyof typeof bombs): AttackCase {
  return {
    attack(socket) {
      const body = bombs[encoding];
      socket.write(
        head(200, { "content-type": "application/json", "content-encoding": encoding, "content-length": body.length }),
      );
      socket.write(body);
    },
    stream: "server-error",
    generate: "server-error",
    keeps: true,
    says: /is longer than 16/,
  };
}

/** A whole response, after which the connection is kept. */
function respond(status: number, headers: Readonly<Record<string, string | number>>, body = ""): Attack {
  return (socket) => void socket.write(head(status, { "content-length": Buffer.byteLength(body), ...headers }) + body);
}

/** What a provider may do, by what it is called. */
export const attacks: Readonly<Record<string, AttackCase>> = {
  // Slow.
  "sends its head byte by byte": {
    attack: (socket, { drip }) => {
      socket.write("HTTP/1.1 200 OK\r\nx-a: ");
      return drip("a");
    },
    stream: "timeout",
    generate: "timeout",
  },
  "sends its body byte by byte": {
    attack: (socket, { drip }) => {
      socket.write(openStream);
      return drip("1\r\nd\r\n");
    },
    stream: "timeout",
    generate: "timeout",
  },
  "sends a token now and then, for ever": {
    attack: (socket, { drip }) => {
      socket.write(openStream + Buffer.from(chunk(opening)).toString("latin1"));
      return drip(Buffer.from(chunk(chat.delta("a"))).toString("latin1"), 8);
    },
    only: "stream",
    stream: "timeout",
    generate: "timeout",
    says: /^the attempt did not finish within 20 s$/,
  },
  "sends signs of life, as fast as it can, for ever": {
    attack: (socket, { flood, wait }) => {
      socket.write(openStream);
      wait();
      return flood(chunk(": still here\n\n".repeat(100)));
    },
    only: "stream",
    stream: "timeout",
    generate: "timeout",
    mostMb: 64,
  },

  // Without end.
  "answers without end": {
    attack: async (socket, { flood }) => {
      socket.write(openStream);
      socket.write(chunk(opening));
      await flood(chunk(chat.delta("a".repeat(mebi))));
    },
    only: "stream",
    stream: "invalid-output",
    generate: "invalid-output",
    mostMb: 24,
    says: /the text is longer than 16777216 characters/,
    isHeavy: true,
  },
  "thinks without end": {
    attack: async (socket, { flood }) => {
      socket.write(openStream);
      const thought = { choices: [{ index: 0, delta: { reasoning_content: "hm ".repeat(mebi) } }] };
      await flood(chunk(`data: ${JSON.stringify(thought)}\n\n`));
    },
    only: "stream",
    stream: "server-error",
    generate: "server-error",
    mostMb: 272,
    isHeavy: true,
    says: /^the response goes on for more than 256 MB$/,
  },
  "sends one event without end": {
    attack: async (socket, { flood }) => {
      socket.write(openStream);
      socket.write(chunk("data: "));
      await flood(megabyteOf("a"), 1024);
    },
    only: "stream",
    stream: "server-error",
    generate: "server-error",
    mostMb: 24,
    says: /^a line of the response is longer than 16777216 bytes$/,
  },
  "sends one event of lines without end": {
    attack: async (socket, { flood }) => {
      socket.write(openStream);
      await flood(chunk(`data: ${"a".repeat(1_000)}\n`.repeat(1_000)), 1024);
    },
    only: "stream",
    stream: "server-error",
    generate: "server-error",
    mostMb: 24,
    says: /^an event of the response is longer than 16777216 bytes$/,
  },
  "sends one line without end": {
    attack: async (socket, { flood }) => {
      socket.write(openLines);
      await flood(megabyteOf("{"));
    },
    only: "stream",
    wire: "lines",
    stream: "server-error",
    generate: "server-error",
    mostMb: 24,
  },
  "sends one body without end": {
    attack: async (socket, { flood }) => {
      socket.write(openJson);
      await flood(megabyteOf("["));
    },
    only: "generate",
    stream: "server-error",
    generate: "server-error",
    mostMb: 24,
    says: /^the answer is longer than 16 MB$/,
  },
  "sends an error without end": {
    attack: async (socket, { flood }) => {
      socket.write(head(500, { "content-type": "application/json", "transfer-encoding": "chunked" }));
      socket.write(chunk('{"error":{"message":"'));
      await flood(megabyteOf("e"));
    },
    stream: "server-error",
    generate: "server-error",
    mostMb: 8,
    says: /^500 Internal Server Error: .{1,310}$/,
  },

  // Deep.
  "answers with a million brackets": {
    attack: (socket) => {
      socket.write(openStream);
      socket.write(chunk(chat.opening + chat.delta("[".repeat(1e6)) + chat.finish("stop")));
      socket.end("0\r\n\r\n");
    },
    only: "stream",
    stream: "invalid-output",
    generate: "invalid-output",
    mostMb: 2,
  },
  "wraps its answer in a million brackets": {
    attack: respond(200, { "content-type": "application/json" }, `${"[".repeat(1e6)}${"]".repeat(1e6)}`),
    only: "generate",
    stream: "interrupted",
    generate: "server-error",
    keeps: true,
    mostMb: 3,
  },
  "sends an event of a million brackets": {
    attack: (socket) => {
      socket.write(openStream);
      socket.write(chunk(`data: ${"[".repeat(1e6)}${"]".repeat(1e6)}\n\n`));
      socket.end("0\r\n\r\n");
    },
    only: "stream",
    stream: "server-error",
    generate: "server-error",
    mostMb: 3,
  },

  // Compressed.
  "sends a bomb of gzip": bombOf("gzip"),
  "sends a bomb of deflate": bombOf("deflate"),
  "sends a bomb of brotli": bombOf("br"),

  // Heads.
  "sends a head of a hundred thousand lines": {
    attack: (socket, { flood }) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      return flood("x-header: a\r\n".repeat(1_000), 100);
    },
    stream: "network",
    generate: "network",
    mostMb: 4,
  },
  "sends a line in its head without end": {
    attack: (socket, { flood }) => {
      socket.write("HTTP/1.1 200 OK\r\nx-header: ");
      return flood("a".repeat(100_000));
    },
    stream: "network",
    generate: "network",
    mostMb: 8,
  },
  "announces its answer without end": {
    attack: (_socket, { flood, wait }) => {
      wait();
      return flood("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(50));
    },
    stream: "timeout",
    generate: "timeout",
    mostMb: 64,
  },
  "switches to another protocol": {
    attack: (socket) =>
      void socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
    stream: "network",
    generate: "network",
    // Nothing of a response has come: that is tried again once.
    times: 2,
  },
  "gives its body two lengths": {
    attack: (socket) => void socket.write(`${open("application/json", { "content-length": 5 })}0\r\n\r\n`),
    stream: "network",
    generate: "network",
  },
  "has a line end in a header": {
    attack: (socket) => void socket.write("HTTP/1.1 200 OK\r\nx-a: b\rset-cookie: c\r\n\r\n"),
    stream: "network",
    generate: "network",
  },

  // Chunks.
  "sends a chunk larger than any number": {
    attack: (socket) => void socket.write(`${openStream}FFFFFFFFFFFFFFFFF\r\n`),
    stream: "interrupted",
    generate: "interrupted",
  },
  "sends a chunk of negative size": {
    attack: (socket) => void socket.write(`${openStream}-5\r\n`),
    stream: "interrupted",
    generate: "interrupted",
  },
  "says of a chunk more and more": {
    attack: (socket, { flood, wait }) => {
      socket.write(`${openStream}5;`);
      wait();
      return flood("a".repeat(1_000));
    },
    stream: "timeout",
    generate: "timeout",
    mostMb: 64,
  },
  "sends more and more after its body": {
    attack: (socket, { flood }) => {
      socket.write(`${openStream}0\r\n`);
      return flood("x-header: a\r\n".repeat(1_000));
    },
    stream: "interrupted",
    generate: "interrupted",
    mostMb: 4,
  },

  // Nothing.
  "has no content (204)": { attack: respond(204, {}), stream: "interrupted", generate: "server-error", keeps: true },
  "resets its content (205)": {
    attack: respond(205, {}),
    stream: "interrupted",
    generate: "server-error",
    keeps: true,
  },
  "has not changed (304)": { attack: respond(304, {}), stream: "bad-request", generate: "bad-request", keeps: true },
  "has a status that there is not (999)": {
    attack: respond(999, {}),
    stream: "server-error",
    generate: "server-error",
    keeps: true,
  },

  // Something else.
  "answers with a stream where none was asked for": {
    attack: respond(
      200,
      { "content-type": "text/event-stream" },
      chat.opening + chat.delta(answerText) + chat.finish("stop"),
    ),
    only: "generate",
    stream: "interrupted",
    generate: "server-error",
    keeps: true,
  },
  "answers with a page of a megabyte": {
    attack: respond(200, { "content-type": "text/html" }, `<html>${"<p>Sign in</p>".repeat(75_000)}</html>`),
    stream: "interrupted",
    generate: "server-error",
    keeps: true,
    mostMb: 2,
  },
};
