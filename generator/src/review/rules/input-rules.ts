import { boundRules } from "./bound-rules.ts";
import { inGroup } from "./define-rules.ts";
import { modelRules } from "./model-rules.ts";
import { nameRules } from "./name-rules.ts";
import { objectRules } from "./object-rules.ts";
import type { DiffRule, RulePage } from "./rule.ts";
import { textRules } from "./text-rules.ts";
import { typeRules } from "./type-rules.ts";
import { unionRules } from "./union-rules.ts";

/** What a rule says otherwise about the variables of a prompt than about outputs. */
interface Deviation {
  readonly level?: string;
  readonly severity?: "safe" | "dangerous" | "breaking";
  readonly template?: string;
  readonly why?: string;
  readonly good?: string;
  readonly never?: string;
}

const unordered = "The schema of the input is not sent to a model, so that an order in it means nothing.";

/** By the stem: everything that does not follow from the rule for outputs. */
const deviations: Readonly<Record<string, Deviation>> = {
  "property-added-required": {
    template: "Required variable `{name}` added: callers have to give it.",
    why: "Every call that compiled before lacks the variable: TypeScript refuses it, and so does the check in front of the request. Recorded inputs and evaluation sets lack it as well.",
    good: "Make the variable optional and write the prompt with `{{#if}}`, until all callers give it.",
  },
  "property-added-optional": { template: "Optional variable `{name}` added." },
  "property-removed": {
    level: "breaking",
    severity: "breaking",
    template: "Variable `{name}` ({presence}) removed: callers that give it break.[ Possibly renamed to `{other}`.]",
    why: "Calls that still give the variable do not compile, because TypeScript refuses members that a type does not have, and an input with `additionalProperties: false` refuses it when the call is made.",
    good: "Keep the variable as an optional one that the prompt does not use, until no caller gives it.",
  },
  "property-became-optional": { template: "`{name}` may now be left out by callers." },
  "property-became-required": {
    template: "`{name}` now has to be given; callers without it fail.",
    why: "Callers that left the variable out are refused, by the compiler and by the check in front of the request.",
    good: "Give the variable everywhere first; or keep it optional and say in the prompt what is meant when it is missing.",
  },
  "property-reordered": { never: unordered },
  "enum-reordered": { never: unordered },
  "union-branch-reordered": { never: unordered },
  "additional-properties-opened": { template: "Undeclared variables are accepted now." },
  "additional-properties-closed": {
    level: "breaking; safe where undeclared variables were dropped",
    severity: "breaking",
    template: "Undeclared variables are refused now.",
    why: "Callers that hand over a larger object than needed are refused.",
    good: "Let callers pick the members that the type has, before closing the input.",
  },
  "nullable-added": { template: "Callers may now give null." },
  "nullable-removed": { template: "Callers may no longer give null." },
  "enum-value-added": { template: "New member `{value}`: callers may give it." },
  "enum-value-removed": { template: "Member `{value}` removed: callers that give it break." },
  "enum-constraint-added": {
    good: "Let callers convert what they have into one of the members first; an `other` takes the rest.",
  },
  "union-branch-added": { level: "safe; breaking under `oneOf` where the new variant overlaps an old one" },
  "export-renamed": {
    level: "breaking",
    severity: "breaking",
    why: "Code that imports the type to make inputs of it stops compiling. Values are the same.",
    good: "Keep the key of the definition; or move the imports in the same change.",
  },
  "description-changed": {
    why: "It is not sent to a model: it stands in the generated type, and is what editors show to those who write a call.",
    good: "Nothing has to be done. What the model is to know of a variable belongs into the prompt.",
  },
  "schema-examples-changed": {
    never: "Examples in the schema of the input are not sent to a model, and the generated types do not show them.",
  },
  "deprecation-changed": {
    why: "It tells those who review it that a variable is to go. Values are the same, and the prompt is.",
    good: "Set it one release before a variable is removed.",
  },
  "discriminator-lost": {
    level: "safe",
    severity: "safe",
    template: "Variants are not told apart by `{tag}` any more.",
    why: "Callers make variants and do not have to tell them apart.",
    good: "Nothing has to be done.",
  },
};

const hurt =
  "Callers that were right before are refused: by the compiler where the type shows it, else by the check in front of the request. Recorded inputs and evaluation sets count as callers.";
const unhurt = "Everything that callers gave before is taken as it was.";
const unsure = "Whether an input that was right before is refused now could not be decided in general: look at it.";

/** Callers give what readers of outputs get, so they are hurt where stored outputs would be. */
function forCallers(stem: DiffRule): Omit<DiffRule, "group"> {
  const deviation = Object.hasOwn(deviations, stem.id) ? deviations[stem.id] : undefined;
  const level = deviation?.level ?? stem.stored;
  const severity = deviation?.severity ?? worstNamed(level);
  const never = deviation?.never;
  return {
    id: `input-${stem.id}`,
    title: `Input: ${stem.title.charAt(0).toLowerCase()}${stem.title.slice(1)}`,
    consumer: level,
    stored: level,
    model: false,
    severity,
    ...(stem.twin !== undefined && { twin: `input-${stem.twin}` }),
    ...(never !== undefined && { never }),
    template: deviation?.template ?? stem.template,
    page: pageForCallers(stem.page, severity, deviation),
  };
}

/** The level that a documented one starts with. */
function worstNamed(level: string): "safe" | "dangerous" | "breaking" {
  if (level.startsWith("breaking") || level.endsWith("breaking")) return "breaking";
  return level.includes("dangerous") ? "dangerous" : "safe";
}

function pageForCallers(page: RulePage, severity: string, deviation: Deviation | undefined): RulePage {
  const why = severity === "breaking" ? hurt : severity === "safe" ? unhurt : unsure;
  const good =
    severity === "safe"
      ? "Nothing has to be done. If the prompt uses the new freedom, that is reported as a change of the prompt."
      : "Take the old form as well for as long as somebody gives it, and move the callers in between.";
  return {
    what: `In the schema of the prompt's variables: ${page.what.charAt(0).toLowerCase()}${page.what.slice(1)}`,
    why: deviation?.why ?? why,
    bad: page.bad,
    good: deviation?.good ?? good,
  };
}

const defaultChanged: Omit<DiffRule, "group"> = {
  id: "input-default-changed",
  title: "Input: default changed",
  consumer: "safe",
  stored: "safe",
  model: true,
  severity: "behaviour",
  never: "`default` is documentation in this product: a variable that is left out stays out of the prompt.",
  template: "Missing `{name}` now reads as `{new}` in the prompt.",
  page: {
    what: "The `default` of a variable is another one.",
    why: "Where a runtime fills defaults in, the text of the prompt changes for callers that leave the variable out.",
    bad: "# before\ntone: { type: string, default: neutral }\n# after\ntone: { type: string, default: formal }",
    good: "Write the default into the prompt: `{{#if tone}}{{ tone }}{{else}}neutral{{/if}}`.",
  },
};

/** Rules of other groups that a schema of variables knows as well. */
const annotations = ["export-renamed", "deprecation-changed", "description-changed", "schema-examples-changed"];

const stems: readonly DiffRule[] = [
  ...objectRules,
  ...typeRules,
  ...boundRules,
  ...textRules,
  ...unionRules,
  ...[...nameRules, ...modelRules].filter(({ id }) => annotations.includes(id)),
];

/** The rules for the variables of a prompt: those of outputs as callers meet them. */
export const inputRules: readonly DiffRule[] = inGroup("input", [...stems.map(forCallers), defaultChanged]);
