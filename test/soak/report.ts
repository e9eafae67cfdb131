import type { Ending } from "./callers.js";
import { drawPlot, type Panel } from "./plot.js";
import { type Measured, type Quantity, type QuantityKey, quantities, type Verdict } from "./quantities.js";

/** All that is known of a run that is over. */
export interface Run {
  readonly command: string;
  readonly machine: string;
  readonly minutes: number;
  readonly streams: number;
  readonly seed: number;
  readonly calls: number;
  /** Calls that gave a value, each with an answer of its own. */
  readonly taken: number;
  readonly endings: ReadonlyMap<Ending, number>;
  /** Attempts by what they ended in. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Requests that came to the providers. */
  readonly requests: number;
  readonly measured: Measured;
  readonly verdicts: readonly Verdict[];
  readonly descriptors: { readonly before: number; readonly most: number; readonly after: number };
  readonly timersLeft: number;
  readonly requestsLeft: number;
  /** In milliseconds. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly cpuSeconds: { readonly own: number; readonly providers: number };
  readonly violations: readonly string[];
}

/** A row of figures with its name. */
type Row = readonly [name: string, figures: string];

/** What a terminal is told. */
export function linesOf(run: Run): readonly string[] {
  const rows = [...countsOf(run), ...verdictRows(run), ...restOf(run)];
  return [
    ...rows.map(([name, figures]) => `${name.padEnd(38)} ${figures}`),
    ...run.violations.slice(0, 20).map((violation) => `! ${violation}`),
  ];
}

function countsOf({ calls, taken, endings, attempts, requests }: Run): readonly Row[] {
  const attempted = [...attempts.values()].reduce((sum, times) => sum + times, 0);
  return [
    ["calls", number(calls)],
    ...inOrder(endings),
    ["results, each with its own answer", number(taken)],
    ["attempts", number(attempted)],
    ...inOrder(attempts),
    ["requests the providers received", number(requests)],
  ];
}

function inOrder(counts: ReadonlyMap<string, number>): readonly Row[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, times]): Row => [`  ${name}`, number(times)]);
}

function verdictRows({ verdicts }: Run): readonly Row[] {
  return verdicts.map((one): Row => {
    const [label, thirds, perMinute, allowed, verdict] = cellsOf(one);
    return [`${label}, by third`, `${thirds} (${perMinute} a minute, ${allowed} allowed): ${verdict}`];
  });
}

function cellsOf({ key, growth, allowed, verdict }: Verdict): readonly [string, string, string, string, string] {
  const { label, unit, digits }: Quantity = quantities[key];
  const figure = (value: number): string => number(value, digits);
  const sign = growth.perMinute > 0 ? "+" : "";
  return [
    unit === "" ? label : `${label}, ${unit}`,
    growth.thirds.map(figure).join(", "),
    `${sign}${growth.perMinute.toFixed(2)}`,
    figure(allowed),
    verdict,
  ];
}

function restOf({
  descriptors,
  timersLeft,
  requestsLeft,
  loopDelay,
  cpuSeconds,
  violations,
  minutes,
}: Run): readonly Row[] {
  const cores = (seconds: number): string => `${seconds.toFixed(1)} (${(seconds / (minutes * 60)).toFixed(2)} cores)`;
  return [
    ["descriptors before, at most, after", [descriptors.before, descriptors.most, descriptors.after].join(", ")],
    ["timers left", String(timersLeft)],
    ["requests left open", String(requestsLeft)],
    [
      "event loop delay, ms, p50, p99, max",
      [loopDelay.p50, loopDelay.p99, loopDelay.max].map((ms) => ms.toFixed(0)).join(", "),
    ],
    ["CPU, s", cores(cpuSeconds.own)],
    ["CPU of the providers, s", cores(cpuSeconds.providers)],
    ["violations", String(violations.length)],
  ];
}

/** The page of the documentation that a run writes. */
export function pageOf(run: Run): string {
  const { minutes, streams, machine, command, violations } = run;
  return [
    "# Soak",
    "",
    `Written by \`${command}\`; not edited by hand.`,
    "",
    `${number(streams)} streams at once for ${minutes} minutes, against three providers that misbehave in four answers of ten:`,
    "error statuses, silence, resets, cut and slow bodies, garbage between two events, errors in a stream, answers that",
    "are cut off, malformed, refused, empty or not what the schema says, a schema that is refused. Readers read",
    "partials, events and elements, slowly or not at all, break, throw and abort; a router fails over, asks again, hedges",
    "and opens breakers. Whatever happens, this has to hold:",
    "",
    "- Every call ends once: in a value, or in an error with a code. No promise is rejected that nobody awaits.",
    "- No result is lost, doubled or another call's. A prompt bears the number of its call, and the provider writes that",
    "  number into each note, with a number of the answer and of the note. An output must be one of these answers, whole",
    "  and unchanged, its model the one that wrote it, and no answer becomes a result twice.",
    "- No partial takes something back; no element is lost or handed out twice; events come in order.",
    "- Memory, descriptors, latency and calls a second stay level. The last third of the run is compared with the thirds",
    "  before it, and the line through the last two thirds may not climb by more than is allowed.",
    "- Nothing is left when it is over: no timer, no connection, no request at a provider.",
    "",
    `Measured on ${machine}, Node ${process.version}. The providers are a process of their own.`,
    "",
    violations.length === 0
      ? "**No violations.**"
      : `**${violations.length} violations**:\n\n${violations
          .slice(0, 20)
          .map((one) => `- ${one}`)
          .join("\n")}`,
    "",
    `![${describe(run)}](soak.svg)`,
    "",
    "## Level or not",
    "",
    "Medians of the thirds of the run. The change a minute is that of the line through the last two thirds.",
    "",
    ...table(
      ["quantity", "by third", "a minute", "allowed change", "verdict"],
      run.verdicts.map((verdict) => cellsOf(verdict)),
    ),
    "",
    "## What the calls came to",
    "",
    "Calls whose reader leaves end as `aborted`. Attempts that ended well are more than values where a reader left last.",
    "",
    ...table(["", "times"], countsOf(run)),
    "",
    "## Left behind, and what it took",
    "",
    ...table(["", "figures"], restOf(run)),
    "",
  ].join("\n");
}

/** The plot of a run. */
export function plotOf(run: Run): string {
  const { measured, minutes, streams } = run;
  const line = (label: string, key: QuantityKey) => ({ label, samples: measured[key] });
  const panels: readonly Panel[] = [
    { title: "Memory, MB", lines: [line("heap", "heap"), line("resident", "resident")] },
    { title: "Open descriptors", lines: [line("open", "descriptors")] },
    { title: "First partial, ms", lines: [line("p50", "firstP50"), line("p99", "firstP99")] },
    { title: "Whole call, ms", lines: [line("p50", "wholeP50"), line("p99", "wholeP99")] },
    { title: "Calls a second", lines: [line("calls", "throughput")] },
  ];
  const title = `${number(streams)} streams for ${minutes} minutes, providers misbehaving`;
  return drawPlot({ title, description: describe(run), panels });
}

function describe({ verdicts }: Run): string {
  const told = verdicts.map((verdict) => {
    const [label, thirds] = cellsOf(verdict);
    return `${label}: ${thirds}`;
  });
  return `Over the run, by third: ${told.join("; ")}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const marks = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [
    row(head),
    `|${marks.join("|")}|`,
    ...rows.map((cells) => row(cells.map((cell) => cell.replace(/^ +/, "— ")))),
  ];
}

function number(value: number, digits = 0): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
