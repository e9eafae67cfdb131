import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { FinishReason } from "@outspec/runtime/attempt";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type { Adapter, ModelEvent } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { callOf, listen, replayStream } from "./providers/replay.ts";

/** Real traffic, kept outside of the repository. */
const folder = join(import.meta.dirname, "../../../shared/recordings");

interface Recording {
  readonly id: string;
  readonly stream: boolean;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly request: { readonly path: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly expect: {
    readonly text?: string;
    readonly reasoning?: string;
    readonly refusal?: string;
    readonly tool_calls?: readonly { readonly name: string; readonly arguments: string }[];
    readonly finish_reason_raw?: string | null;
    readonly error?: { readonly type?: string | null; readonly message?: string };
  };
}

const wires: readonly (readonly [file: string, adapter: Adapter])[] = [
  ["openai-chat", openaiChat],
  ["anthropic", anthropicMessages],
  ["ollama", ollamaChat],
];

describe.skipIf(!existsSync(folder))(`the recordings in ${folder}, which this machine may not have`, () => {
  for (const [file, adapter] of wires) {
    const recordings = existsSync(folder) ? read(join(folder, `${file}.jsonl.gz`)) : [];

    it(`are all read as the corpus reads them: ${file}`, () => {
      const differences = recordings.flatMap((recording) => {
        try {
          check(adapter, recording);
          return [];
        } catch (error) {
          return [`${recording.id} (${recording.kind}): ${error instanceof Error ? error.message : String(error)}`];
        }
      });
      assert.deepEqual(differences, []);
      assert.ok(recordings.length > 0);
    });

    it(`give the same events wherever a stream is cut: ${file}`, () => {
      for (const recording of recordings) {
        if (!recording.stream || recording.response.status !== 200) continue;
        const call = callFor(recording);
        const whole = replayStream(adapter, call, recording.response.body, { every: 1 << 30 });
        for (const every of [1, 7, 1460]) {
          if (every === 1 && recording.response.body.length > 20_000) continue;
          assert.deepEqual(replayStream(adapter, call, recording.response.body, { every }), whole, recording.id);
        }
      }
    });
  }
});

function read(path: string): readonly Recording[] {
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split("\n");
  const recordings = lines.map((line): Recording => JSON.parse(line));
  // Ollama's older endpoint, with other field names, which is never asked.
  return recordings.filter(({ request }) => !request.path.endsWith("/api/generate"));
}

function callFor({ kind, tags, stream, expect }: Recording) {
  const forced = kind === "structured-tool" || (kind === "truncated" && tags.includes("req:structured-tool"));
  const name = expect.tool_calls?.[0]?.name;
  return callOf({ stream, mode: forced && name !== undefined ? "tool" : "prompt", name: name ?? "result" });
}

function eventsOf(adapter: Adapter, recording: Recording): readonly ModelEvent[] {
  const { response, stream } = recording;
  const call = callFor(recording);
  if (response.status >= 300) return [{ type: "fault", fault: adapter.decodeFault(response, response.body) }];
  return stream ? replayStream(adapter, call, response.body) : adapter.decodeBody(call, response.body);
}

function check(adapter: Adapter, recording: Recording): void {
  const { expect } = recording;
  const told = listen(eventsOf(adapter, recording));
  if (expect.error !== undefined) {
    assert.ok(told.fault, "no fault");
    assert.equal(told.finish, undefined);
    const said = expect.error.message?.replace(/sk-[\w-]+/, "[redacted]");
    if (said !== undefined) assert.equal(told.fault.message, said);
    return;
  }
  assert.equal(told.fault, undefined, `fault: ${told.fault?.message}`);
  assert.ok(told.finish, "no finish");
  const forced = callFor(recording).mode === "tool";
  const expected = forced ? (expect.tool_calls?.[0]?.arguments ?? "") : (expect.text ?? "");
  const reason = expectedReason(recording);
  if (told.text !== expected) {
    const absent = forced && expected === "" && told.text === "{}";
    // Wires that carry arguments as an object have no text to compare.
    if (!absent) assert.deepEqual(tryParse(told.text), tryParse(expected), "text");
  }
  if (expect.reasoning !== undefined) assert.equal(told.reasoning, expect.reasoning, "reasoning");
  if (expect.refusal !== undefined) assert.equal(told.finish.refusal, expect.refusal, "refusal");
  assert.equal(told.finish.reason, reason, "finish reason");
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The finish reason by the corpus's own reading of the body, through a table kept apart from the adapters'. */
function expectedReason({ kind, tags, expect }: Recording): FinishReason {
  const raw = expect.finish_reason_raw;
  if (raw === "content_filter") return "content-filter";
  if (expect.refusal !== undefined || raw === "refusal") return "refusal";
  if (kind === "truncated") return "length";
  if (raw === "tool_calls" || raw === "tool_use" || raw === "function_call") {
    const answered = kind === "structured-tool" || (expect.text ?? "").trim() !== "";
    return answered || tags.includes("req:structured-tool") ? "stop" : "tool-call";
  }
  if (raw === "stop" || raw === "end_turn" || raw === "stop_sequence" || raw === "eos") return "stop";
  return "other";
}
