import type { Span } from "@opentelemetry/api";
import type { AttemptStartEvent } from "../events.ts";

/** An attempt that has begun and not ended. */
export interface ObservedAttempt {
  readonly span: Span;
  readonly start: AttemptStartEvent;
  /** From its start to its first token, once that has come; only a stream tells. */
  firstTokenMs?: number;
}
