import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Adapter, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { callOf as bareCallOf, listen, replayStream } from "./replay.ts";

/** What differs between wires in their fixtures. */
export interface ContractOptions {
  /** Folder beside this file. Its answers are written by hand after the wire's documentation and say the same on every wire. */
  readonly folder: string;
  /** A frame of a kind the wire may add one day. */
  readonly unknownFrame: string;
  /** Whether the wire can tell a refusal from an answer. */
  readonly refuses: boolean;
  /** Whether the wire tells its counts before the end of a stream. */
  readonly countsEarly: boolean;
  /** Where any frame may bear the signal of completion, so that only the end of the body ends an answer. */
  readonly endsWithBody?: true;
  /** Where no answer names its model. */
  readonly namesNoModel?: true;
  /** What every call has, such as the row of a provider whose streams have another framing. */
  readonly call?: Partial<ModelCall>;
  /** Where streams are not text: how fixtures of streams, which are, are brought into their form. */
  readonly binary?: BinaryStreams;
}

/** Streams in AWS's framing, as fixtures hold them. */
export interface BinaryStreams {
  readonly extension: string;
  /** The bytes of a stream whose frames a text has, each with its line ends. */
  encode(fixture: string): Uint8Array;
  /** A frame, as fixtures write it, whose payload is the text. */
  frame(payload: string): string;
}

/** The answer that all complete fixtures hold. */
const answer = {
  vitals_status: "Warning",
  key_notes: ["Fieber 39,2 °C 🤒", 'said "fine"'],
  requires_visit: true,
};

/** Behaviour every adapter owes the router. Each adapter's test calls this once. */
export function describeAdapterContract(adapter: Adapter, options: ContractOptions): void {
  const { binary } = options;
  const folder = join(import.meta.dirname, options.folder);
  const extension = binary?.extension ?? adapter.framing;
  const title = `${adapter.family} adapter${binary === undefined ? "" : " in AWS's framing"}`;
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const toBytes = (frames: string) => binary?.encode(frames) ?? new TextEncoder().encode(frames);
  const callOf = (more: Partial<ModelCall> = {}) => bareCallOf({ ...options.call, ...more });
  const play = (frames: string, call = callOf()) => replayStream(adapter, call, toBytes(frames));
  const streamed = (name: string, call = callOf()) => play(read(`${name}.${extension}`), call);
  const whole = (name: string, call = callOf({ stream: false })) => adapter.decodeBody(call, read(`${name}.json`));
  const forced: Partial<ModelCall> = { mode: "tool", name: "result" };

  for (const [form, replay] of [
    ["a stream", streamed],
    ["a whole body", whole],
  ] as const) {
    describe(`${title}, given ${form}`, () => {
      it("joins what the model says into its answer", () => {
        assert.deepEqual(JSON.parse(listen(replay("complete")).text), answer);
      });

      it("keeps what the model thinks apart", () => {
        assert.equal(listen(replay("complete")).reasoning, "The fever matters.");
      });

      it("ends with exactly one finish", () => {
        const events = replay("complete");
        assert.equal(events.filter(isEnd).length, 1);
        assert.deepEqual(events.at(-1)?.type, "finish");
        assert.equal(listen(events).finish?.reason, "stop");
      });

      it(options.namesNoModel ? "names no model" : "names the model as the answer does", () => {
        const { finish } = listen(replay("complete", callOf({ model: "asked" })));
        assert.equal(finish?.model, options.namesNoModel ? undefined : "m");
      });

      it("counts all input and output tokens, cached and reasoning ones among them", () => {
        const { usage } = listen(replay("complete"));
        assert.equal(usage?.input.total, 120);
        assert.equal(usage.output.total, 40);
        if (usage.input.cacheRead !== undefined) assert.equal(usage.input.cacheRead, 100);
        if (usage.output.reasoning !== undefined) assert.equal(usage.output.reasoning, 12);
      });

      it("takes the arguments of the forced tool's first call as the answer, without text beside it", () => {
        const told = listen(replay("complete-tool", callOf(forced)));
        assert.deepEqual(JSON.parse(told.text), answer);
        assert.equal(told.finish?.reason, "stop");
      });

      it("takes text as the answer when the forced tool was not called", () => {
        const told = listen(replay("complete", callOf(forced)));
        assert.deepEqual(JSON.parse(told.text), answer);
        assert.equal(told.finish?.reason, "stop");
      });

      it("does not take the call of another tool for the answer", () => {
        const told = listen(replay("complete-tool", callOf({ mode: "tool", name: "other" })));
        assert.equal(told.text, "I will use the tool.");
      });

      it("says when the answer was cut at the token limit", () => {
        assert.equal(listen(replay("truncated")).finish?.reason, "length");
      });

      it("reports an error inside a response of status 200", () => {
        const events = replay("failed");
        assert.equal(events.filter(isEnd).length, 1);
        const { fault } = listen(events);
        assert.equal(fault?.message, "The server is overloaded");
        assert.equal(fault.status, undefined);
      });

      if (options.refuses) {
        it("tells a refusal from an answer", () => {
          const { finish, text } = listen(replay("refused"));
          assert.equal(text, "");
          assert.equal(finish?.reason, "refusal");
          assert.equal(finish.refusal, "I can not help with that.");
        });
      }
    });
  }

  describe(`${title}, given a stream`, () => {
    const body = read(`complete.${extension}`);
    const expected = streamed("complete");

    it("calls it progress when text is held back beside the forced tool", () => {
      const events = streamed("complete", callOf(forced));
      assert.equal(
        events.findIndex(({ type }) => type === "text-delta"),
        events.length - 2,
      );
      assert.ok(events.some(({ type }) => type === "progress"));
      assert.ok(!expected.some(({ type }) => type === "progress"));
    });

    it(options.countsEarly ? "tells what is counted before the end" : "counts only at the end", () => {
      const counts = expected.flatMap((event) => (event.type === "usage" ? [event.usage] : []));
      if (options.countsEarly) assert.deepEqual(counts.at(-1), listen(expected).usage);
      else assert.deepEqual(counts, []);
    });

    it("gives no finish when the stream breaks off", () => {
      const events = streamed("cut-off");
      assert.notEqual(listen(events).text, "");
      assert.equal(events.filter(isEnd).length, 0);
    });

    it("gives no finish before the completion signal, wherever the stream breaks off", () => {
      const frames = body.split(/(?<=\n\n|}\n)/);
      const upToText = frames.findIndex((frame) => frame.includes("requires_visit"));
      for (let count = 0; count <= upToText + 1; count++) {
        const events = play(frames.slice(0, count).join(""));
        assert.equal(events.filter(isEnd).length, 0, `${count} frames`);
      }
    });

    it("gives the same events wherever the bytes are cut", () => {
      const bytes = toBytes(body);
      for (let at = 0; at <= bytes.length; at++) {
        assert.deepEqual(replayStream(adapter, callOf(), bytes, { at }), expected, `cut at ${at}`);
      }
      assert.deepEqual(replayStream(adapter, callOf(), bytes, { every: 1 }), expected);
    });

    if (binary === undefined) {
      it("gives the same events with CRLF line ends", () => {
        assert.deepEqual(play(body.replaceAll("\n", "\r\n")), expected);
      });

      it("gives the same events without a final line end", () => {
        assert.deepEqual(play(body.trimEnd()), expected);
      });
    }

    it("ignores keep-alives and frames of unknown kinds, wherever they come", () => {
      const keepAlive = extension === "sse" ? ": keep-alive\n\n" : "\n";
      const noise = `${keepAlive}${options.unknownFrame}${keepAlive}`;
      const frames = body.split(extension === "sse" ? /(?<=\n\n)/ : /(?<=\n)/);
      assert.deepEqual(play(noise + frames.join(noise) + noise), expected);
    });

    it("says nothing more after a finish or a fault", () => {
      if (options.endsWithBody !== true) assert.deepEqual(play(body + body), expected);
      const failed = read(`failed.${extension}`);
      assert.deepEqual(play(failed + body), play(failed));
    });

    it("reads a whole body that came instead of a stream", () => {
      const { text, finish } = listen(
        replayStream(adapter, callOf(), JSON.stringify(JSON.parse(read("complete.json")))),
      );
      assert.deepEqual(JSON.parse(text), answer);
      assert.equal(finish?.reason, "stop");
    });

    const frameOf = (payload: string) => {
      if (binary !== undefined) return binary.frame(payload);
      return extension === "sse" ? `data: ${payload}\n\n` : `${payload}\n`;
    };

    it("reports a frame that is not JSON", () => {
      assert.equal(listen(play(frameOf("<html>"))).fault?.code, "server-error");
    });

    it("keeps the key out of a fault's message", () => {
      const apiKey = "very-secret-key";
      const error = JSON.stringify({ error: { message: `the key ${apiKey} is wrong` } });
      const { fault } = listen(play(frameOf(error), callOf({ apiKey })));
      assert.equal(fault?.message, "the key [redacted] is wrong");
    });
  });

  describe(`${title}, given a whole body`, () => {
    it("ends with one fault when the body is empty, cut, or something else", () => {
      const cut = read("complete.json").slice(0, 60);
      for (const body of ["", cut, "<html>502</html>", "null", "[]", "{}", '"text"', "{}{}"]) {
        const events = adapter.decodeBody(callOf(), body);
        assert.equal(events.length, 1, body);
        assert.equal(events[0]?.type, "fault", body);
      }
    });

    it("tolerates white space before it", () => {
      assert.deepEqual(adapter.decodeBody(callOf(), `\n\n  ${read("complete.json")}`), whole("complete"));
    });
  });

  const recordings = join(folder, "llama-server");
  if (binary !== undefined || !existsSync(recordings)) return;
  describe(`${title}, given what a llama.cpp server really sent`, () => {
    for (const name of readdirSync(recordings)) {
      it(`reads ${name}`, () => checkRecording(adapter, JSON.parse(readFileSync(join(recordings, name), "utf8"))));
    }
  });
}

interface ServerRecording {
  readonly request: { readonly stream?: boolean; readonly tools?: unknown } | string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly reads: readonly { readonly bytes: string }[];
}

function checkRecording(adapter: Adapter, { request, status, headers, reads }: ServerRecording): void {
  const pieces = reads.map(({ bytes }) => Buffer.from(bytes, "base64"));
  const body = Buffer.concat(pieces);
  if (status !== 200) {
    const fault = adapter.decodeFault({ status, headers }, body.toString());
    assert.equal(fault.status, status);
    assert.ok(body.toString().includes(JSON.stringify(fault.message).slice(1, -1)));
    return;
  }
  const asked = typeof request === "string" ? {} : request;
  const call = bareCallOf(asked.tools === undefined ? {} : { mode: "tool", name: "emit" });
  const events = asked.stream ? replayStream(adapter, call, body) : adapter.decodeBody(call, body.toString());
  const { text, finish } = listen(events);
  assert.ok(finish);
  if (call.mode === "tool") assert.deepEqual(Object.keys(JSON.parse(text)), ["name", "n", "tags"]);
  else assert.notEqual(text, "");
  assert.ok(finish.reason === "stop" || finish.reason === "length");
}

function isEnd({ type }: ModelEvent): boolean {
  return type === "finish" || type === "fault";
}
