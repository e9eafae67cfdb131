import type { TriedAttempt, TriedResult } from "./tried-attempts.ts";

/** What happens in a stream that is tried; the members of each type are the runtime's. */
export type TriedEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Shows a stream while it runs, and what came of it. */
export interface StreamView {
  show(event: TriedEvent): void;
  finish(result: TriedResult, times: CallTimes): void;
  /** Ends without a result. `explain` says why, but for what was told of attempts already. */
  fail(problem: Error, explain: (told: ReadonlySet<TriedAttempt>) => string): void;
}

/** How long a call took, from its start. */
export interface CallTimes {
  readonly totalMs: number;
  /** Until the first partial that shows a value. */
  readonly firstPartialMs?: number;
}

/**
 * The report of an attempt that has just failed, with its number; absent for other events. One that was aborted has not
 * failed: the person who pressed Ctrl-C knows, and of two attempts side by side one is always stopped.
 */
export function failedAttempt(
  event: TriedEvent,
): { readonly number: number; readonly report: TriedAttempt } | undefined {
  if (event.type !== "attempt-end") return undefined;
  // The casts hold by the runtime's type of this event.
  const [number, report] = [event["attempt"] as number, event["report"] as TriedAttempt];
  return report.error === undefined || report.error.code === "aborted" ? undefined : { number, report };
}

/** Tells the values of a stream, each once it is whole. */
export interface ValueReader {
  /** The value that an event says is whole, with its place; absent for other events, and for objects and arrays. */
  read(event: TriedEvent): { readonly path: readonly (string | number)[]; readonly value: unknown } | undefined;
}

/** Creates a reader of one stream's values. */
export function createValueReader(): ValueReader {
  let partial: unknown;
  return {
    read(event) {
      if (event.type === "partial") partial = event["partial"];
      if (event.type !== "path-complete") return undefined;
      // The cast holds by the runtime's type of this event.
      const path = event["path"] as readonly (string | number)[];
      const value = valueAt(partial, path);
      return value !== undefined && !isHolder(value) ? { path, value } : undefined;
    },
  };
}

/** A place as a program would write it: `lines[0].amount`. */
export function placeName(path: readonly (string | number)[]): string {
  const steps = path.map((step) =>
    typeof step === "number"
      ? `[${step}]`
      : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step)
        ? `.${step}`
        : `[${JSON.stringify(step)}]`,
  );
  return steps.join("").replace(/^\./, "");
}

/** Whether a partial has anything in it that a person can read: `{}`, `[]` and an empty text only announce it. */
export function showsValue(partial: unknown): boolean {
  if (isHolder(partial)) return Object.values(partial).some(showsValue);
  return partial !== undefined && partial !== "";
}

function isHolder(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (place, step) =>
      typeof place === "object" && place !== null && Object.hasOwn(place, step)
        ? (place as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    value,
  );
}
