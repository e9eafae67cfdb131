import assert from "node:assert/strict";
import type { Usage } from "@outspec/runtime/attempt";
import type { ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { createFrameDecoder } from "@outspec/runtime/framing/frame-decoder";
import type { Adapter, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";

/** The parts of a response that matter to a reader of events. */
export interface Told {
  readonly text: string;
  readonly reasoning: string;
  readonly finish: Extract<ModelEvent, { type: "finish" }> | undefined;
  readonly fault: Extract<ModelEvent, { type: "fault" }>["fault"] | undefined;
  readonly usage: Usage | undefined;
}

/** A call with nothing set but what a test sets. */
export function callOf(more: Partial<ModelCall> = {}): ModelCall {
  const row = more.row ?? rowOf("openai-compatible");
  return {
    row,
    endpoint: row,
    model: "model-1",
    baseUrl: "https://api.example.com/v1",
    places: {},
    messages: [{ role: "user", content: "Summarise the notes." }],
    settings: {},
    stream: true,
    mode: "json_schema",
    name: "result",
    schema: '{"type":"object"}',
    reasoning: false,
    hash: "0123456789abcdef",
    ...more,
  };
}

/** How a body is cut: into pieces of one length, in two, or into pieces as long as a function says each time. */
export type Pieces = { readonly every: number } | { readonly at: number } | { readonly sizes: () => number };

/** All events of a streamed body whose bytes arrive in the given pieces. */
export function replayStream(
  adapter: Adapter,
  call: ModelCall,
  body: string | Uint8Array,
  pieces: Pieces = { every: 1000 },
): readonly ModelEvent[] {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const framing = createFrameDecoder(call.endpoint.framing ?? adapter.framing);
  const decoder = adapter.createStreamDecoder(call);
  const events: ModelEvent[] = [];
  for (const piece of cut(bytes, pieces)) {
    for (const frame of framing.push(piece)) events.push(...decoder.push(frame));
  }
  for (const frame of framing.end()) events.push(...decoder.push(frame));
  events.push(...decoder.end());
  return events;
}

function cut(bytes: Uint8Array, pieces: Pieces): readonly Uint8Array[] {
  if ("at" in pieces) return [bytes.subarray(0, pieces.at), bytes.subarray(pieces.at)];
  const next = "sizes" in pieces ? pieces.sizes : () => pieces.every;
  const list: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = start + next();
    list.push(bytes.subarray(start, end));
    start = end;
  }
  return list;
}

/** What a list of events says, joined. */
export function listen(events: readonly ModelEvent[]): Told {
  let text = "";
  let reasoning = "";
  let finish: Told["finish"];
  let fault: Told["fault"];
  for (const event of events) {
    switch (event.type) {
      case "text-delta":
        text += event.text;
        break;
      case "reasoning-delta":
        reasoning += event.text;
        break;
      case "finish":
        finish = event;
        break;
      case "fault":
        fault = event.fault;
        break;
    }
  }
  return { text, reasoning, finish, fault, usage: finish?.usage };
}

/** The row of a provider. */
export function rowOf(id: string): ProviderRow {
  const row = providerRows.find((candidate) => candidate.id === id);
  assert.ok(row, `there is a row for ${id}`);
  return row;
}

/** The parsed body of the request an adapter makes of a call. */
export function bodyOf(adapter: Adapter, call: ModelCall): Readonly<Record<string, unknown>> {
  return JSON.parse(adapter.encode(call).body);
}
