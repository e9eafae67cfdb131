import type { SimulatedProvider } from "./wire/protocol.ts";

/** Which requests a fault is for. Both absent: any. */
export interface FaultTarget {
  readonly provider?: SimulatedProvider;
  /** The model as the request names it; `*` stands for any run of characters. */
  readonly model?: string;
}

/** What every fault can carry. */
export interface FaultOptions {
  /** The requests it is for; others pass it by. */
  readonly on?: FaultTarget;
  /** How many requests it strikes before the next entry of the script comes up: 1 unless set, `Infinity` for all. */
  readonly times?: number;
  /** How long to wait before the headers are sent. */
  readonly delayMs?: number;
}

/**
 * One way an answer can go wrong.
 *
 * `afterDeltas` counts pieces of the answer: that many are sent before the fault. In an answer that is not streamed
 * the same pieces are what the body holds; there, a fault of the stream's end shows in the body instead.
 *
 * - `none`: a regular answer; it takes up one request of the script.
 * - `status`: an error status. `body` defaults to what that provider really says with it; headers are added to its own.
 * - `delay`: nothing happens for `ms` (`Infinity`: until the client leaves), then a regular answer.
 * - `stall`: after `afterDeltas` (0) silence for `ms` (`Infinity`), with the protocol's sign of life every `keepAliveMs` if set.
 * - `cut`: the connection closes within the body, `atByte` bytes or `afterDeltas` pieces in; half-way unless set.
 * - `error-in-stream`: that provider's error frame within a 200, after `afterDeltas` (1). `type` is what it calls the
 *   error: OpenAI's `code`, Anthropic's `type`; Ollama has none.
 * - `no-finish`: a clean end without the protocol's completion signal, after `afterDeltas` (all).
 * - `invalid-json`: the answer stops being JSON at piece `afterDeltas` (half-way).
 * - `schema-violation`: JSON that breaks the schema: the first of the asked kinds that this schema allows.
 * - `refusal`: the model declines, in the provider's own way.
 * - `truncation`: the answer ends at the token limit, after `afterDeltas` (half-way).
 * - `reset`: the connection is reset before any byte.
 * - `fenced`: the answer in a code fence with prose around it, as message text even where a tool was forced.
 * - `text`: exactly this answer, whatever token limit the request has.
 * - `reject-schema`: that provider's 400 for a schema it does not take.
 * - `empty`: a complete answer with nothing in it.
 */
export type Fault = FaultOptions &
  (
    | { readonly kind: "none" }
    | {
        readonly kind: "status";
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | { readonly kind: "delay"; readonly ms: number }
    | { readonly kind: "stall"; readonly afterDeltas?: number; readonly ms?: number; readonly keepAliveMs?: number }
    | { readonly kind: "cut"; readonly atByte?: number; readonly afterDeltas?: number }
    | {
        readonly kind: "error-in-stream";
        readonly afterDeltas?: number;
        readonly message?: string;
        readonly type?: string;
      }
    | { readonly kind: "no-finish"; readonly afterDeltas?: number }
    | { readonly kind: "invalid-json"; readonly afterDeltas?: number }
    | { readonly kind: "schema-violation"; readonly violation?: Violation }
    | { readonly kind: "refusal"; readonly afterDeltas?: number; readonly text?: string }
    | { readonly kind: "truncation"; readonly afterDeltas?: number }
    | { readonly kind: "reset" }
    | { readonly kind: "fenced" }
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "reject-schema"; readonly message?: string }
    | { readonly kind: "empty" }
  );

/** How an answer can break its schema. */
export type Violation = "enum" | "missing" | "type";

/** What a script sees of a request when it decides. */
export interface ScriptedRequest {
  readonly provider: SimulatedProvider;
  readonly model: string;
  readonly stream: boolean;
  /** Position among all requests, from 0. */
  readonly index: number;
  readonly body: unknown;
}

/** Faults in the order in which requests meet them, or a function that decides for each. When a list is used up, answers are regular. */
export type FaultScript = readonly Fault[] | ((request: ScriptedRequest) => Fault | undefined);

/** Creates the function that hands out a script's faults. A list is consumed: the first entry meant for a request strikes it. */
export function createFaultPicker(script: FaultScript): (request: ScriptedRequest) => Fault | undefined {
  if (typeof script === "function") return script;
  const left = script.map((fault) => ({ fault, times: fault.times ?? 1 }));
  return (request) => {
    const entry = left.find(({ fault, times }) => times > 0 && isTarget(fault.on, request));
    if (entry === undefined) return undefined;
    entry.times--;
    return entry.fault;
  };
}

function isTarget(target: FaultTarget | undefined, request: ScriptedRequest): boolean {
  if (target?.provider !== undefined && target.provider !== request.provider) return false;
  if (target?.model === undefined) return true;
  const parts = target.model.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(request.model);
}
