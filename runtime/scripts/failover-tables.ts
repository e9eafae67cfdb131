import type { OutspecErrorCode } from "../src/attempt.ts";
import { OutspecError } from "../src/errors.ts";
import { bodyClasses, labelRows, statusRows } from "../src/providers/fault-tables.ts";
import {
  type Decision,
  decide,
  type FailoverRow,
  type FailurePhase,
  type FailureState,
  failoverTable,
} from "../src/router/failover-policy.ts";

const phaseNames: Readonly<Record<FailurePhase, string>> = {
  connect: "before the response",
  status: "with its status",
  "first-token": "before the first token",
  "mid-stream": "mid-stream",
  end: "at its end",
};

/** The page with its tables as the code has them; what stands around them is kept. */
export function failoverPage(page: string): string {
  const tables: Readonly<Record<string, string>> = {
    failures: failures(),
    statuses: statuses(),
    labels: labels(),
    bodies: bodies(),
  };
  return page.replace(
    /(<!-- table: (\w+) -->\n)(?:.*?\n)??(<!-- end -->)/gs,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`there is no table ${name}`);
      return `${start}${table}\n${end}`;
    },
  );
}

function failures(): string {
  const rows = Object.entries(failoverTable).map(([code, row]) => [
    `\`${code}\``,
    row.means,
    row.phases.length === 0 ? "–" : row.phases.map((phase) => phaseNames[phase]).join(", "),
    firstOf(row),
    thenOf(code as OutspecErrorCode, row, { untriedModels: 1 }), // the keys of the table are the codes
    thenOf(code as OutspecErrorCode, row, { untriedModels: 0 }),
    row.phases.includes("mid-stream")
      ? `${thenOf(code as OutspecErrorCode, row, { untriedModels: 1, partialShown: true })}; last: ${thenOf(code as OutspecErrorCode, row, { untriedModels: 0, partialShown: true })}`
      : "–",
    overridesOf(code as OutspecErrorCode, row),
  ]);
  return markdown(
    [
      "Code",
      "What happened",
      "When",
      "First",
      "With a fallback",
      "Last or only model",
      "After a partial",
      "Overridden by",
    ],
    rows,
  );
}

const remedies: Readonly<Record<NonNullable<FailoverRow["remedy"]>, string>> = {
  reconnect: "once more at once, where the connection was reset before any byte",
  "refresh-key": "once more with a new key, where a function gives it",
  "step-down": "the next mode of the ladder",
  "drop-setting": "without the setting it names",
  "re-ask": "shown what is wrong, `reAsks` times",
};

function firstOf({ remedy }: FailoverRow): string {
  return remedy === undefined ? "" : remedies[remedy];
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

/** What the policy itself says, once what helps on the same model has been tried. */
function thenOf(code: OutspecErrorCode, row: FailoverRow, more: Partial<FailureState>): string {
  const decision = decide(new OutspecError(code, code), { ...settled, ...more });
  const words = wordsOf(decision, more);
  const waits = row.rule === "pay" && more.untriedModels === 0 ? "; asked again where the provider says when" : "";
  return words + waits;
}

function wordsOf({ action }: Decision, { untriedModels, partialShown }: Partial<FailureState>): string {
  switch (action) {
    case "stop":
      return "stop";
    case "retry":
      return `${partialShown ? "restart" : "retry"}, up to \`attempts\``;
    case "next-model":
      if (untriedModels === 0) return "give up";
      return partialShown ? "restart on the next model" : "next model";
    default:
      throw new Error(`${action} comes before what the table tells`);
  }
}

function overridesOf(code: OutspecErrorCode, { rule, remedy, phases }: FailoverRow): string {
  if (rule === "stop") return "nothing";
  const names = [
    `\`failover["${code}"]\``,
    ...(rule === "refuse" ? ["`onRefusal`"] : []),
    ...(rule === "wait" ? ["`attempts`"] : []),
    ...(remedy === "re-ask" ? ["`reAsks`"] : []),
    ...(code === "timeout" ? ["`timeouts`"] : []),
    ...(phases.includes("mid-stream") ? ["`midStream`"] : []),
  ];
  return names.join(", ");
}

function statuses(): string {
  return markdown(
    ["Status", "Code", "Meaning"],
    statusRows.map(({ status, code, means }) => [String(status), `\`${code}\``, means]),
  );
}

function labels(): string {
  return markdown(
    ["Type or code holds", "As status", "Whose"],
    labelRows.map(({ words, status, source }) => [spelled(words), String(status), source]),
  );
}

function bodies(): string {
  return markdown(
    ["Code", "Words, in lower case", "Whose"],
    bodyClasses.map(({ code, words, source }) => [`\`${code}\``, spelled(words), source]),
  );
}

/** A pattern as code in a cell, in which a bar would end the cell. */
function spelled({ source }: RegExp): string {
  return `\`${source.replaceAll("|", "\\|")}\``;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
