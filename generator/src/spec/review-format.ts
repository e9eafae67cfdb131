/** Whose compatibility a review asks for: code that reads outputs, outputs that were kept, both, nobody's. */
export const compatModes = ["consumer", "stored", "full", "none"] as const;

/** Whose compatibility a review asks for. */
export type CompatMode = (typeof compatModes)[number];

/** From which severity on a review fails. */
export const failLevels = ["breaking", "dangerous", "behaviour", "never"] as const;

/** From which severity on a review fails. */
export type FailLevel = (typeof failLevels)[number];

/** What a rule's findings count as, instead of what they would be. */
export const ruleSeverities = ["safe", "behaviour", "dangerous", "breaking"] as const;

/** Severities by id of a rule. */
export type RuleSeverities = Readonly<Record<string, (typeof ruleSeverities)[number]>>;
