import { type LintRuleId, lintRuleIds } from "../spec/lint-format.ts";
import { type LintRule, lintThemes } from "./rule.ts";
import { lintRules } from "./rules.ts";

/** What `--explain` prints of a rule. */
export function explainRule(id: LintRuleId): string {
  const rule = ruleOf(id);
  const { page, codes, never, fix } = rule;
  const parts = [
    `${id}  ${levelText(rule)}`,
    page.what,
    `Why: ${page.why}`,
    `Not so:\n\n${indented(page.bad)}`,
    `But so:\n\n${indented(page.good)}`,
    ...(fix === undefined ? [] : [`--fix ${fix}.`]),
    ...(codes === undefined
      ? []
      : [`Carries the findings of \`outspec generate\` with the codes ${codes.join(", ")}.`]),
    ...(never === undefined ? [] : [`Cannot fire: ${never}.`]),
    ...(isSuppressible(rule) ? [`To keep it as it is: # lint-ignore ${id} -- why`] : []),
  ];
  return `${parts.map(wrapped).join("\n\n")}\n`;
}

/** The catalogue of `docs/lint.md`, of one heading for each rule. */
export function lintCatalogue(): string {
  const parts = lintThemes.flatMap((theme) => {
    const ids = lintRuleIds.filter((id) => ruleOf(id).theme === theme);
    return [`### ${theme}`, tableOf(ids), ...ids.map(sectionOf)];
  });
  return `${parts.join("\n\n")}\n`;
}

function ruleOf(id: LintRuleId): LintRule {
  const rule = lintRules.get(id);
  if (rule === undefined) throw new Error(`the lint rule ${id} has no entry`);
  return rule;
}

function levelText({ level, set, never }: LintRule): string {
  return never === undefined ? `${level}, in ${set}` : "never";
}

function isSuppressible({ codes, check, never }: LintRule): boolean {
  return never === undefined && (check !== undefined || codes === undefined);
}

function tableOf(ids: readonly LintRuleId[]): string {
  const rows = ids.map((id) => {
    const { level, set, fix, never } = ruleOf(id);
    return `| [\`${id}\`](#${id}) | ${never === undefined ? level : "never"} | ${set} | ${fix === undefined ? "" : "yes"} |`;
  });
  return ["| Rule | Level | Set | Fix |", "|---|---|---|---|", ...rows].join("\n");
}

function sectionOf(id: LintRuleId): string {
  return `#### ${id}\n\n${ruleMarkdown(id)}`;
}

/** The page of a rule in Markdown, without its heading. */
export function ruleMarkdown(id: LintRuleId): string {
  const { page, codes, never, fix } = ruleOf(id);
  return [
    page.what,
    page.why,
    `\`\`\`yaml\n# not so\n${page.bad}\n\`\`\``,
    `\`\`\`yaml\n# but so\n${page.good}\n\`\`\``,
    ...(fix === undefined ? [] : [`\`--fix\` ${fix}.`]),
    ...(codes === undefined
      ? []
      : [`Carries the [findings of the generator](diagnostics.md) ${codes.map((code) => `\`${code}\``).join(", ")}.`]),
    ...(never === undefined ? [] : [`Cannot fire: ${never}.`]),
  ].join("\n\n");
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "    ");
}

const width = 88;

/** Breaks long lines at blanks; indented ones are left. */
function wrapped(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith(" ")) return line;
      let [broken, last] = ["", ""];
      for (const word of line.split(" ")) {
        if (last !== "" && last.length + word.length >= width) [broken, last] = [`${broken}${last}\n`, word];
        else last = last === "" ? word : `${last} ${word}`;
      }
      return broken + last;
    })
    .join("\n");
}
