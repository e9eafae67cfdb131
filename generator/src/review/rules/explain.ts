import { diffRules } from "./diff-rules.ts";
import type { DiffRule } from "./rule.ts";

const width = 92;

/** The page of a rule for a terminal, as `--explain` prints it; nothing for a rule that does not exist. */
export function explainRule(id: string): string | undefined {
  const rule = diffRules.get(id);
  if (rule === undefined) return undefined;
  const { title, consumer, stored, model, severity, twin, never, page } = rule;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [rule.group === "input" ? "callers" : "code that reads outputs", consumer],
    [rule.group === "input" ? "recorded inputs" : "stored outputs", stored],
    ["the model", model ? "sees it" : "does not see it"],
    ["by default", severity],
    ["the opposite", twin],
  ];
  return [
    `${id}: ${title}`,
    "",
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(24)} ${value}`])),
    ...(never === undefined ? [] : ["", ...wrap(`Cannot happen here. ${never}`)]),
    "",
    ...wrap(page.what),
    "",
    "Why it matters",
    ...wrap(page.why),
    "",
    "Example",
    ...page.bad.split("\n").map((line) => `    ${line}`),
    "",
    "Instead",
    ...wrap(page.good),
    "",
  ].join("\n");
}

/** The page of a rule in Markdown, without a heading. */
export function ruleMarkdown({ never, page }: DiffRule): string {
  return [
    ...(never === undefined ? [] : [`Cannot happen here. ${never}`]),
    page.what,
    page.why,
    `\`\`\`yaml\n${page.bad}\n\`\`\``,
    page.good,
  ].join("\n\n");
}

const groups: Readonly<Record<DiffRule["group"], { readonly title: string; readonly about: string }>> = {
  objects: { title: "Objects", about: "Properties that come, go and move, and what else an object takes." },
  values: { title: "Types and values", about: "Types, closed sets of values, bounds, patterns and formats." },
  unions: { title: "Variants, conditions, whole schemas", about: "What is chosen among, and what cannot be decided." },
  names: { title: "Names, files, defaults", about: "What generated code is called, and what is documentation." },
  model: { title: "What only the model sees", about: "Types and kept outputs are the same; answers may not be." },
  provider: {
    title: "Providers, cost, configuration",
    about: "How the schema fits the configured models, and how the review is set up.",
  },
  input: {
    title: "Variables of the prompt",
    about:
      "The same changes in the schema of the prompt's variables, where they hurt the other way round: callers give these values. Recorded inputs and evaluation sets are hurt as callers are.",
  },
};

/** The whole page `docs/review-rules.md`, from the table of rules. */
export function rulesPage(): string {
  const rules = [...diffRules.values()];
  const parts = (Object.keys(groups) as readonly DiffRule["group"][]).map((group) =>
    groupPart(
      group,
      rules.filter((rule) => rule.group === group),
    ),
  );
  return [
    "# The rules of `outspec diff`",
    "",
    "Every change of a spec is reported under one of these rules. *Consumer* is code that reads outputs, *stored* are outputs",
    "that were kept, *model* is whether the request differs, and *default* is the severity where the gate is `consumer`.",
    "`outspec diff --explain RULE` prints the page of a rule. This file is written from the table of rules.",
    "",
    ...parts,
  ].join("\n");
}

function groupPart(group: DiffRule["group"], rules: readonly DiffRule[]): string {
  const { title, about } = groups[group];
  const possible = rules.filter(({ never }) => never === undefined);
  const impossible = rules.filter(({ never }) => never !== undefined);
  return [
    `## ${title}`,
    "",
    about,
    "",
    ...(group === "input" ? inputTable(possible) : outputTable(possible)),
    "",
    ...(impossible.length === 0 ? [] : ["These cannot happen here:", "", ...impossible.map(impossibleLine), ""]),
    // The pages for variables say what the ones above say, seen from the other side.
    ...(group === "input" ? [] : possible.flatMap((rule) => [`### \`${rule.id}\``, "", ruleMarkdown(rule), ""])),
  ].join("\n");
}

function outputTable(rules: readonly DiffRule[]): readonly string[] {
  return [
    "| Rule | Found | Consumer | Stored | Model | Default |",
    "|---|---|---|---|---|---|",
    ...rules.map(
      ({ id, title, consumer, stored, model, severity }) =>
        `| [\`${id}\`](#${id}) | ${title} | ${consumer} | ${stored} | ${model ? "yes" : "no"} | ${severity} |`,
    ),
  ];
}

function inputTable(rules: readonly DiffRule[]): readonly string[] {
  return [
    "| Rule | Found | Callers | Default |",
    "|---|---|---|---|",
    ...rules.map(({ id, title, consumer, severity }) => `| \`${id}\` | ${title} | ${consumer} | ${severity} |`),
  ];
}

function impossibleLine({ id, never }: DiffRule): string {
  return `- \`${id}\`: ${never}`;
}

function wrap(text: string): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + word.length + 1 > width) {
        lines.push(line);
        line = "";
      }
      line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line].map((one) => `  ${one}`);
  });
}
