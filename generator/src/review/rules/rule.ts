import type { Severity } from "../difference.ts";

/** One rule that compares two versions of a spec: everything that is said about it anywhere. */
export interface DiffRule {
  /** Stable, in kebab-case: `enum-value-added`. */
  readonly id: string;
  readonly group: "objects" | "values" | "unions" | "names" | "model" | "provider" | "input";
  /** A noun phrase for lists and SARIF: `Enum member added`. */
  readonly title: string;
  /** Level for code that reads outputs, as the documentation puts it: `breaking; safe in an open enum`. */
  readonly consumer: string;
  /** Level for stored outputs. */
  readonly stored: string;
  /** Whether the model sees it. */
  readonly model: boolean;
  /** Severity under the default gate. */
  readonly severity: Severity;
  /** The rule for the opposite change, where there is one. */
  readonly twin?: string;
  /** Why the rule cannot fire in this product; absent where it can. */
  readonly never?: string;
  /**
   * The message, with `{name}` for data. What stands between `[` and `]` is left out where one of its data is missing.
   * Backticks around data are part of the text; data without a visible character is quoted between them.
   */
  readonly template: string;
  readonly page: RulePage;
}

/** The page of a rule, for `--explain` and the documentation. Plain sentences, no Markdown but backticks. */
export interface RulePage {
  /** What happened. */
  readonly what: string;
  /** Why it matters, and to whom. */
  readonly why: string;
  /** A schema fragment in YAML as it was and became (or, for lint, as it should not be). */
  readonly bad: string;
  /** How to get what was wanted without the harm. */
  readonly good: string;
}

/** Fills a template; a part in brackets is dropped where one of its data is missing. */
export function fillTemplate(template: string, data: Readonly<Record<string, string | undefined>>): string {
  const fill = (text: string): string | undefined => {
    let complete = true;
    const filled = text.replaceAll(/(?<=(`?))\{(\w+)\}(?=(`?))/g, (_, open: string, name: string, close: string) => {
      const value = data[name];
      if (value === undefined) complete = false;
      const isCode = open !== "" && close !== "";
      return isCode && value?.trim() === "" ? `"${value}"` : (value ?? "");
    });
    return complete ? filled : undefined;
  };
  return template
    .split(/(\[[^\]]*\])/)
    .map((part) => (part.startsWith("[") ? (fill(part.slice(1, -1)) ?? "") : (fill(part) ?? part)))
    .join("");
}
