import type { AttemptSequel } from "../attempt.ts";
import type { OutspecError } from "../errors.ts";
import type { Message } from "../prompt.ts";
import { announce } from "../telemetry/announce.ts";
import { withHidden } from "../telemetry/hidden.ts";
import { serverOf } from "../telemetry/server-address.ts";
import type { AnswerReader } from "./answer.ts";
import type { StartedAttempt } from "./attempt-observer.ts";
import type { AttemptProgress } from "./attempt-progress.ts";
import { attemptRecord } from "./attempt-record.ts";
import type { Route } from "./route.ts";
import type { ChosenSettings } from "./routed-call.ts";

/** One attempt while it is under way. */
export interface RunningAttempt extends StartedAttempt {
  readonly progress: AttemptProgress;
  readonly startedAt: number;
  readonly queuedMs: number;
  readonly settings: ChosenSettings;
  /** Reads its answer, from its first token on. */
  reader?: AnswerReader;
}

/** Tells the hooks that an attempt's request is made. */
export function announceStart({ call, identity }: Route, attempt: RunningAttempt, messages: readonly Message[]): void {
  const { number, model, rung, hedge, settings, stream } = attempt;
  announce(call.router.hooks, "attemptStart", () =>
    withHidden(
      {
        call: identity,
        number,
        id: model.id,
        provider: model.row.id,
        model: model.model,
        mode: rung.mode,
        ...serverOf(model),
        stream,
        hedge,
        settings: settings.sent,
      },
      { messages },
    ),
  );
}

/** Tells the hooks how long the first token took. */
export function announceFirstToken({ call, identity }: Route, { number }: RunningAttempt, ms: number): void {
  announce(call.router.hooks, "firstToken", () => ({ call: identity, number, ms }));
}

/** Writes an attempt down that ended, and tells of it. */
export function concludeAttempt(
  { call, identity, log, observer }: Route,
  attempt: RunningAttempt,
  error?: OutspecError,
  followedBy?: AttemptSequel,
): void {
  const { number, progress, queuedMs } = attempt;
  const record = attemptRecord(attempt, progress, {
    ms: call.router.clock.now() - attempt.startedAt,
    queuedMs,
    droppedSettings: attempt.settings.dropped,
    error,
    followedBy,
  });
  log.end(number, record);
  observer.end(number, record);
  announce(call.router.hooks, "attemptEnd", () =>
    withHidden({ call: identity, number, attempt: record }, { text: attempt.reader?.text ?? "" }),
  );
}
