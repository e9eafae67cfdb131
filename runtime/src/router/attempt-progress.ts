import type { AttemptPhase, FinishReason, Usage } from "../attempt.ts";

/** What is known of an attempt while it runs, and stays known when it fails. */
export interface AttemptProgress {
  phase: AttemptPhase;
  status?: number;
  requestId?: string;
  firstTokenMs?: number;
  usage?: Usage;
  finishReason?: FinishReason;
  /** The model that answered, as the answer names it. */
  responseModel?: string;
  /** The connection went away before any byte of the response. */
  resetBeforeResponse?: boolean;
  /** Characters of the request's body, once a provider has taken it on. */
  sentChars?: number;
  /** Characters of text and reasoning that have come. */
  receivedChars?: number;
}
