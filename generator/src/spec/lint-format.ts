import type { Json } from "../../../runtime/src/schema/json.ts";

/** The lint rules by name, in the order of `docs/lint.md`. The table in `lint/rules.ts` has an entry for each. */
export const lintRuleIds = [
  "spec-invalid",
  "config-invalid",
  "draft-unclear",
  "unknown-keyword",
  "unknown-extension",
  "keyword-without-effect",
  "id-duplicate",
  "id-missing",
  "missing-description",
  "empty-description",
  "enum-without-description",
  "enum-duplicate",
  "enum-without-escape",
  "yaml-ambiguous-scalar",
  "decision-before-reasoning",
  "free-text-before-decision",
  "property-naming",
  "integer-like-property-name",
  "reserved-property-name",
  "confusable-names",
  "unbounded-array",
  "unbounded-string",
  "impossible-bounds",
  "unreachable-branch",
  "closed-allof",
  "ambiguous-union",
  "oneof-overlap",
  "required-unknown",
  "default-on-required",
  "nullable-and-optional",
  "open-object",
  "untyped-node",
  "recursion",
  "unresolved-ref",
  "remote-ref",
  "ref-escapes-root",
  "unused-definition",
  "unsafe-pattern",
  "format-not-enforced",
  "provider-limit",
  "provider-unsupported-keyword",
  "provider-order",
  "deprecated-model",
  "unpinned-model",
  "prompt-invalid",
  "prompt-unknown-variable",
  "prompt-unused-variable",
  "prompt-repeats-schema",
  "example-invalid",
  "fallback-invalid",
  "suppression-without-reason",
  "suppression-unused",
] as const;

/** Name of one lint rule. */
export type LintRuleId = (typeof lintRuleIds)[number];

/** How much a finding of lint weighs, the heaviest first. */
export const lintLevels = ["error", "warning", "info"] as const;

/** One of these levels. */
export type LintLevel = (typeof lintLevels)[number];

/** Which rules are applied: those most projects want, or all. */
export const lintSets = ["recommended", "strict"] as const;

/** One of these sets. */
export type LintSet = (typeof lintSets)[number];

/** From which level on findings fail a run. */
export const lintGates = ["error", "warning", "info", "never"] as const;

/** One of these gates. */
export type LintGate = (typeof lintGates)[number];

/** Levels of rules that differ from the table's. */
export type LintLevels = Readonly<Partial<Record<LintRuleId, LintLevel | "off">>>;

/** What `lint:` in `outspec.yaml` says. */
export interface LintConfig {
  readonly set?: LintSet;
  readonly failOn?: LintGate;
  readonly rules?: LintLevels;
  /** The last one that fits wins. */
  readonly overrides?: readonly LintOverride[];
}

/** Other levels for some files, or for one place of them and all below it. */
export interface LintOverride {
  readonly files: readonly string[];
  /** JSON pointer into the spec: `/output/properties/notes`. */
  readonly at?: string;
  readonly rules: LintLevels;
}

const levels: Json = {
  type: "object",
  title: "a mapping of lint rules to levels",
  description: "Levels of rules that differ from those of docs/lint.md.",
  additionalProperties: false,
  properties: Object.fromEntries(lintRuleIds.map((id) => [id, { enum: [...lintLevels, "off"] }])),
};

/** The format of `lint:` in `outspec.yaml`. */
export const lintFormat: { readonly [keyword: string]: Json } = {
  title: "the lint settings",
  type: "object",
  additionalProperties: false,
  properties: {
    set: {
      enum: [...lintSets],
      description: "Which rules are applied.",
      default: "recommended",
    },
    failOn: {
      enum: [...lintGates],
      description: "From which level on findings fail `outspec lint`.",
      default: "error",
    },
    rules: levels,
    overrides: {
      title: "a list of overrides",
      description: "Other levels for some files or places; the last one that fits wins.",
      type: "array",
      items: {
        type: "object",
        title: "an override",
        required: ["files", "rules"],
        additionalProperties: false,
        properties: {
          files: {
            title: "a pattern of paths or a list of them",
            description: "Paths of specs, from the folder of outspec.yaml: schemas/legacy/**",
            type: ["string", "array"],
            minLength: 1,
            minItems: 1,
            items: { type: "string", minLength: 1 },
          },
          at: {
            type: "string",
            pattern: "^(?:/|$)",
            description: "JSON pointer of a place; it and all below it: /output/properties/notes",
          },
          rules: levels,
        },
      },
    },
  },
};
