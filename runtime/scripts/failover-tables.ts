import type { OutspecErrorCode } from "../src/attempt.ts";
import { OutspecError, ProviderError } from "../src/errors.ts";
import { statusNames } from "../src/facts/status-names.ts";
import { classifyResponse } from "../src/providers/classify.ts";
import {
  bodyClasses,
  labelRows,
  statusRows,
  usualScope,
  type WordScope,
  wordScopes,
} from "../src/providers/fault-tables.ts";
import { decide, type FailoverRow, type FailureState, failoverTable } from "../src/router/failover-policy.ts";
import { type FailureNote, type FailurePhase, failureNotes, sourceOf, statusMeanings } from "./failover-notes.ts";
import { markdown, withTables } from "./page-tables.ts";

/** The page with its tables as the code has them; what stands around them is kept. */
export function failoverPage(page: string): string {
  const tables: Readonly<Record<string, () => string>> = {
    failures,
    remedies,
    consequences,
    statuses,
    labels,
    scopes,
    words,
  };
  return withTables(page, tables);
}

const codes = Object.keys(failoverTable) as OutspecErrorCode[]; // its keys are the codes
const rows = codes.map((code) => [code, { ...failoverTable[code], ...failureNotes[code] }] as const);

function failures(): string {
  return markdown(
    ["Code", "Decided by, beside `failover`", "What happened"],
    rows.map(([code, row]) => [`\`${code}\``, optionsOf(row), row.means]),
  );
}

function optionsOf({ rule, phases, options = [] }: FailoverRow & FailureNote): string {
  if (rule === "stop") return "nothing: it always ends the call";
  const names = [
    ...(rule === "wait" || rule === "pay" ? ["attempts"] : []),
    ...(rule === "refuse" ? ["onRefusal"] : []),
    ...options,
    ...(phases.includes("mid-stream") || phases.includes("end") ? ["midStream"] : []),
  ];
  return names.map((name) => `\`${name}\``).join(", ");
}

const remedyNames: Readonly<Record<NonNullable<FailoverRow["remedy"]>, string>> = {
  reconnect: "asked once more at once, where the connection was reset before any byte; that is no attempt",
  "refresh-key": "asked once more at once with a new key, where a function gives it; that is no attempt",
  "step-down": "asked in each weaker mode of its ladder",
  "drop-setting": "asked without each setting that it names",
  "re-ask": "shown its answer and what is wrong with it, `reAsks` times",
};

function remedies(): string {
  return markdown(
    ["After", "First, the same model is"],
    rows.flatMap(([code, { remedy }]) => (remedy === undefined ? [] : [[`\`${code}\``, remedyNames[remedy]]])),
  );
}

const phases: Readonly<Record<FailurePhase, string>> = {
  connect: "No response yet",
  status: "Status",
  "first-token": "Nothing shown yet",
  "mid-stream": "Mid-stream",
  end: "At the end",
};

function consequences(): string {
  const columns = Object.entries(phases) as readonly (readonly [FailurePhase, string])[]; // its keys are the phases
  return markdown(
    ["Code", ...columns.map(([, name]) => name)],
    rows
      .filter(([, row]) => row.phases.length > 0)
      .map(([code, row]) => [
        `\`${code}\``,
        ...columns.map(([phase]) => (row.phases.includes(phase) ? consequence(code, phase) : "–")),
      ]),
  );
}

function consequence(code: OutspecErrorCode, phase: FailurePhase): string {
  return verdicts(new OutspecError(code, code), phase === "mid-stream" || phase === "end");
}

const settled: FailureState = {
  attemptsOnModel: 1,
  attemptsAllowed: 2,
  untriedModels: 1,
  resetRetried: true,
  resetBeforeResponse: false,
  canRefreshKey: false,
  canStepDown: false,
  droppableSettings: [],
  reAsksLeft: 0,
  tokensLeft: true,
  partialShown: false,
  midStream: "restart",
  onRefusal: "stop",
  overrides: {},
};

/** What the policy itself says with a fallback and without, once what helps on the same model has been tried. */
function verdicts(error: OutspecError, partialShown: boolean): string {
  const fallback = verdict(error, { ...settled, partialShown });
  const last = verdict(error, { ...settled, partialShown, untriedModels: 0 });
  return fallback === last ? last : `${fallback} / ${last}`;
}

function verdict(error: OutspecError, state: FailureState): string {
  const { action } = decide(error, state);
  switch (action) {
    case "stop":
      return "stop";
    case "retry":
      return state.partialShown ? "restart" : "retry";
    case "next-model":
      if (state.untriedModels === 0) return "fail";
      return state.partialShown ? "restart" : "next";
    default:
      throw new Error(`${action} comes before what the table tells`);
  }
}

function statuses(): string {
  return markdown(
    ["Status", "Code", "Then", "What it means"],
    statusRows.map(({ status, code }) => [
      `${status} ${statusNames[status]}`,
      `\`${code}\``,
      afterStatus(status),
      statusMeanings[status] ?? "",
    ]),
  );
}

function afterStatus(status: number): string {
  const { code, message, ...details } = classifyResponse({ status, headers: {} }, "");
  if (code === "content-filtered") throw new Error("no status alone tells of a filter");
  return verdicts(
    new ProviderError(code, message, { provider: "", model: "", phase: "first-token", ...details }),
    false,
  );
}

function labels(): string {
  return markdown(
    ["As", "Whose", "Type or code holds"],
    labelRows.map(({ words, status }) => [String(status), sourceOf(words), spelled(words)]),
  );
}

function scopes(): string {
  const scoped = Object.entries(wordScopes).map(([code, scope]) => [`\`${code}\``, describe(scope)]);
  return markdown(["Words for", "count in"], [...scoped, ["all others", describe(usualScope)]]);
}

function describe(scope: WordScope): string {
  const listed = (numbers: readonly number[]): string => [...numbers].sort((a, b) => a - b).join(", ");
  return "only" in scope ? listed(scope.only) : `all but ${listed(scope.except)}`;
}

/** One row for all words of one source that lead to the same code, as long as no other code comes between them. */
function words(): string {
  const groups: { readonly code: string; readonly source: string; readonly words: string[] }[] = [];
  for (const [code, words] of bodyClasses.flatMap((row) => row.words.map((one) => [row.code, one] as const))) {
    const source = sourceOf(words);
    const run = groups.slice(groups.findLastIndex((group) => group.code !== code) + 1);
    const group = run.find((other) => other.source === source);
    if (group === undefined) groups.push({ code, source, words: [spelled(words)] });
    else group.words.push(spelled(words));
  }
  return markdown(
    ["Code", "Whose", "Words, in lower case"],
    groups.map(({ code, source, words }) => [`\`${code}\``, source, words.join(" ")]),
  );
}

/** A pattern as code in a cell, in which a bar would end the cell. */
function spelled({ source }: RegExp): string {
  return `\`${source.replaceAll("|", "\\|")}\``;
}

/** A table whose columns are aligned, but for the last one: it is read in a terminal, too. */
