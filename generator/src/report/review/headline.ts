import { splitPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { ReviewedFinding, ReviewedSpec } from "../../review/report-model.ts";
import { diffRules } from "../../review/rules/diff-rules.ts";
import { shorten } from "./wording.ts";

type Finding = ReviewedFinding & { readonly spec?: ReviewedSpec };

/** The message of a finding with the property or definition it is about in front, unless it names that itself. */
export function sayMessage(finding: ReviewedFinding): string {
  const { message } = finding;
  const name = nameOf(finding);
  return name === undefined || message.includes(`\`${name}\``) ? message : `\`${name}\`: ${lowerFirst(message)}`;
}

/** The first statement of a message as a headline that names its place, and what the message says besides. */
export function headline(finding: Finding): { readonly title: string; readonly rest: string } {
  const [title, rest] = splitMessage(finding.rule, shorten(finding.message, 600));
  const subject = subjectOf(finding);
  const isNamed = subject === undefined || title.includes(`\`${subject}\``);
  return {
    title: isNamed ? title : `\`${subject}\`: ${lowerFirst(title)}`,
    rest: sentence(upperFirst(rest)),
  };
}

/** A message ends its first statement where its template does, or with its first sentence. */
function splitMessage(rule: string, message: string): readonly [string, string] {
  const [, , mark = "", words] =
    /^([^:;]* [^:;]*)([:;]) ([a-z][^{[`]*)/.exec(diffRules.get(rule)?.template ?? "") ?? [];
  const inTemplate = words === undefined ? -1 : message.lastIndexOf(`${mark} ${words}`);
  // What stands in backticks is data and may hold anything.
  const sentences = message.replace(/`[^`]*`/g, (code) => "x".repeat(code.length));
  const end = inTemplate === -1 ? sentences.search(/\. (?=[A-Zx])|\.$/) : inTemplate;
  return end === -1 ? [message, ""] : [message.slice(0, end), message.slice(end + 1).trim()];
}

/** What a reader calls the place: the name of the nearest property or definition, or of the spec. */
function subjectOf(finding: Finding): string | undefined {
  return nearestName(finding.at) === undefined ? inBackticks(finding.spec?.id) : nameOf(finding);
}

/** The name of the property that a finding is about, or is in; of the definition where it is in none. */
function nameOf({ at }: ReviewedFinding): string | undefined {
  return inBackticks(nearestName(at));
}

function nearestName(at: string): string | undefined {
  const steps = splitPointer(at);
  const isOutside = steps[0] !== "output" && steps[0] !== "input";
  if (isOutside) return undefined;
  const last = (key: string): number => steps.lastIndexOf(key, steps.length - 2);
  const index = last("properties") === -1 ? Math.max(last("$defs"), last("definitions")) : last("properties");
  return index === -1 ? undefined : steps[index + 1];
}

function inBackticks(name: string | undefined): string | undefined {
  return name === undefined || name.includes("`") ? undefined : shorten(name, 80);
}

/** A text that starts a sentence within one. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** A text as the start of a sentence. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text with a mark at its end. */
export function sentence(text: string): string {
  return text === "" || /[.!?…]$/.test(text) ? text : `${text}.`;
}
