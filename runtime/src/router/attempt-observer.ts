import type { Attempt } from "../attempt.ts";
import type { Model } from "../providers/provider.ts";
import type { AnswerReader } from "./answer.ts";
import type { Rung } from "./mode-ladder.ts";

/** One attempt of a call. */
export interface StartedAttempt {
  /** Counts the attempts of a call from 1. */
  readonly number: number;
  readonly model: Model;
  readonly rung: Rung;
  /** Whether an earlier attempt was still under way when it began. */
  readonly hedge: boolean;
  /** Whether its answer is streamed on the wire. */
  readonly stream: boolean;
}

/** Who is told what happens, and who reads the answers. */
export interface AttemptObserver {
  /** An attempt begins. */
  begin(attempt: StartedAttempt): void;
  /** An attempt is the one whose answer counts: its first token has come. Returns the reader of it. */
  read(attempt: StartedAttempt): AnswerReader;
  /** An attempt ended; `report.error` tells whether well. */
  end(number: number, report: Attempt): void;
}
