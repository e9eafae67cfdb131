import type { AttemptSequel, OutspecErrorCode, Repair, RouterOptions } from "@outspec/runtime";
import { expect } from "vitest";
import { failoverTable } from "../../../runtime/src/router/failover-policy.ts";
import { assertTruthful } from "../../runtime/partial/laws.ts";
import { type Ending, type Event, makeCall, type Way } from "./call.ts";
import { answer, answerText, type Measurement } from "./measurement.ts";
import { type Play, type RawServer, startRawServer } from "./raw-server.ts";
import { streamOf, type Verdict } from "./stream-faults.ts";
import { wholeOf } from "./whole-faults.ts";
import { type Wire, wires } from "./wires.ts";

/** One cell of the matrix: a primary that misbehaves, with a fallback that is well or without. */
export interface Cell {
  readonly wire: Wire;
  readonly way: Way;
  readonly isLast: boolean;
  /** What the primary does; `fallbackUrl` is where the fallback is. */
  readonly play: (fallbackUrl: string) => Play;
  readonly verdict: Verdict;
  /** Whether a reader is shown a partial before the fault strikes; unset where that depends on the fault. */
  readonly shows?: boolean;
  /** Status of the attempts that fail: 200 unless set, `none` where there is no response. */
  readonly status?: number | "none";
  /** Whether the connection goes away before any byte of a response. */
  readonly isReset?: boolean;
  /** What is done about the fault on the same model, where that does not follow from its code. */
  readonly remedy?: AttemptSequel;
  /** Where the primary is thought to be, if not where its server is; `tls`: there, but with TLS. */
  readonly url?: string;
  readonly output?: Measurement;
  readonly repairs?: readonly Repair[];
  /** The least time between two attempts on the last model. */
  readonly pauseMs?: number;
  readonly router?: Partial<RouterOptions>;
}

/** Runs a cell and checks everything a caller, an observer and the servers can see of it. */
export async function runCell(cell: Cell): Promise<void> {
  const { wire, way, isLast, play, url } = cell;
  await using good = await startRawServer(() => goodPlay(wires.chat, way));
  const fallbackUrl = urlOf(good);
  await using broken = await startRawServer(() => play(fallbackUrl));
  const address = url === "tls" ? urlOf(broken).replace("http", "https") : (url ?? urlOf(broken));
  const primary = wire.model({ baseUrl: address, apiKey: "key-of-primary" });
  const fallback = wires.chat.model({ baseUrl: fallbackUrl, apiKey: "key-of-fallback" });
  const ending = await makeCall({
    way,
    models: isLast ? [primary] : [primary, fallback],
    servers: [broken, good],
    ...(cell.router === undefined ? {} : { router: cell.router }),
  });

  expect(ending.timersLeft, "timers left over").toBe(0);
  expect(await socketsLeft([broken, good]), "sockets left over").toBe(0);
  const failures = failuresOf(cell);
  expectEnding(cell, ending, failures);
  expectAttempts(cell, ending, failures);
  if (way === "stream") expectStory(cell, ending, failures);
  const requests = url === undefined ? Math.max(1, failures.length) : 0;
  expect(broken.requests, "requests to the primary").toBe(requests);
  expect(good.requests, "requests to the fallback").toBe(isAnsweredByFallback(cell) ? 1 : 0);
}

/** A whole and good answer. */
export function goodPlay(wire: Wire, way: Way): Play {
  return way === "generate" ? wholeOf(wire.whole(answerText)) : streamOf(wire, answerText);
}

/** The address of a server. */
export function urlOf({ port }: RawServer): string {
  return `http://127.0.0.1:${port}`;
}

interface Failure {
  readonly code: OutspecErrorCode;
  readonly followedBy: AttemptSequel;
}

/** The attempts on the primary that fail, with what follows each, as the failover table has it. */
function failuresOf({ verdict, isLast, isReset, remedy }: Cell): readonly Failure[] {
  if (verdict === "fine") return [];
  const { rule } = failoverTable[verdict];
  const sequels: AttemptSequel[] = [];
  if (isReset === true) sequels.push("retry");
  if (verdict === "invalid-output") sequels.push("re-ask");
  else if (verdict === "schema-rejected") sequels.push("step-down");
  else if (remedy !== undefined) sequels.push(remedy);
  if (rule === "wait" && isLast) sequels.push("retry");
  sequels.push(rule === "refuse" ? "stop" : "next-model");
  return sequels.map((followedBy) => ({ code: verdict, followedBy }));
}

function isAnsweredByFallback({ verdict, isLast }: Cell): boolean {
  return verdict !== "fine" && !isLast && failoverTable[verdict].rule !== "refuse";
}

/** The value, or the error with a line for each attempt. */
function expectEnding(cell: Cell, ending: Ending, failures: readonly Failure[]): void {
  const { verdict, output = answer, repairs = [] } = cell;
  if (verdict === "fine" || isAnsweredByFallback(cell)) {
    expect(ending.error).toBeUndefined();
    expect(ending.output).toEqual(verdict === "fine" ? output : answer);
    expect(ending.repairs).toEqual(verdict === "fine" ? repairs : []);
    if (cell.way === "stream") expect(ending.lastPartial, "what the reader saw last").toBe(ending.output);
    return;
  }
  const stops = failures.at(-1)?.followedBy === "stop";
  expect(ending.error?.code).toBe(stops ? verdict : "all-attempts-failed");
  if (!stops) expect(ending.error?.message.split("\n"), "a line for each attempt").toHaveLength(failures.length + 1);
}

function expectAttempts(cell: Cell, { attempts, ms }: Ending, failures: readonly Failure[]): void {
  const told = attempts.map(({ error, followedBy }) => ({ code: error?.code, followedBy }));
  const expected = isAnsweredByFallback(cell) || cell.verdict === "fine" ? [...failures, {}] : failures;
  expect(told).toEqual(expected.map((one) => ({ code: undefined, followedBy: undefined, ...one })));
  const { status = 200 } = cell;
  for (const [index, attempt] of attempts.entries()) {
    const own = index < failures.length ? (status === "none" ? undefined : status) : 200;
    expect(attempt.status).toBe(own);
    // What a provider took on is paid for, whatever becomes of it.
    expect(attempt.usage !== undefined, "usage is told").toBe(own === 200);
    if (attempt.error === undefined) expect(attempt.phase).toBe("done");
  }
  if (cell.isLast && cell.pauseMs !== undefined) expect(ms).toBeGreaterThanOrEqual(cell.pauseMs);
}

/** Attempts begin and end in order; a restart is told if, and only if, something was shown; nothing is taken back. */
function expectStory({ verdict, shows, isLast }: Cell, { events }: Ending, failures: readonly Failure[]): void {
  expectTruth(events);
  if (shows === undefined) return;
  const story: string[] = [];
  failures.forEach(({ code }, index) => {
    story.push(`start ${index + 1}`);
    if (shows && index > 0) story.push("restart");
    if (shows) story.push("partial");
    story.push(`end ${index + 1} ${code}`);
  });
  if (verdict === "fine" || (!isLast && failures.at(-1)?.followedBy === "next-model")) {
    const number = failures.length + 1;
    const restart = shows && number > 1 ? ["restart"] : [];
    story.push(`start ${number}`, ...restart, "partial", `end ${number} undefined`, "finish");
  }
  expect(storyOf(events)).toEqual(story);
}

/** The events, neighbouring partials and completions of paths as one. */
function storyOf(events: readonly Event[]): readonly string[] {
  const story: string[] = [];
  for (const event of events) {
    switch (event.type) {
      case "attempt-start":
        story.push(`start ${event.attempt}`);
        break;
      case "attempt-end":
        story.push(`end ${event.attempt} ${event.report.error?.code}`);
        break;
      case "partial":
        if (story.at(-1) !== "partial") story.push("partial");
        break;
      case "path-complete":
        break;
      default:
        story.push(event.type);
    }
  }
  return story;
}

function expectTruth(events: readonly Event[]): void {
  let shown: Extract<Event, { readonly type: "partial" }> | undefined;
  let attempt = 0;
  for (const event of events) {
    if (event.type === "attempt-start" || event.type === "restart") attempt = event.attempt;
    if (event.type !== "partial") continue;
    expect(event.attempt, "a partial of an attempt that was announced").toBe(attempt);
    if (shown?.attempt === attempt) assertTruthful(shown.partial, event.partial);
    shown = event;
  }
}

/** Sockets on which something is still going on, once those that were let go of have closed. */
async function socketsLeft(servers: readonly RawServer[]): Promise<number> {
  const count = (): number => servers.reduce((sum, { busySockets }) => sum + busySockets, 0);
  for (let turns = 0; turns < 200 && count() > 0; turns++) await new Promise((resolve) => setImmediate(resolve));
  return count();
}
