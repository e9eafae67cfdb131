import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../runtime/src/schema/pointer.ts";
import { type Acceptance, defaultReview, type ReviewConfig } from "../config.ts";
import { compatModes, failLevels, type RuleSeverities, ruleSeverities } from "./review-format.ts";

/** Reads `review:` of a configuration whose shape was checked; what is wrong there stands for its default here. */
export function readReview(value: Json | undefined): ReviewConfig {
  if (!isRecord(value)) return defaultReview;
  const { compat, failOn, values, removalAfterDeprecation, rules, overrides, accept } = value;
  return {
    compat: oneOf(compatModes, compat) ?? defaultReview.compat,
    failOn: oneOf(failLevels, failOn) ?? defaultReview.failOn,
    values: oneOf(["breaking", "dangerous"], values) ?? defaultReview.values,
    removalAfterDeprecation:
      oneOf(["breaking", "dangerous"], removalAfterDeprecation) ?? defaultReview.removalAfterDeprecation,
    rules: readRules(rules),
    overrides: isList(overrides) ? overrides.flatMap(readOverride) : [],
    accept: isList(accept) ? accept.flatMap(readAcceptance) : [],
  };
}

function oneOf<T extends string>(choices: readonly T[], value: Json | undefined): T | undefined {
  return choices.find((choice) => choice === value);
}

function readRules(value: Json | undefined): RuleSeverities {
  const entries = Object.entries(isRecord(value) ? value : {}).flatMap(([rule, severity]) => {
    const known = oneOf(ruleSeverities, severity);
    return known === undefined ? [] : [[rule, known] as const];
  });
  return Object.fromEntries(entries);
}

function readOverride(value: Json): ReviewConfig["overrides"] {
  if (!isRecord(value) || typeof value["specs"] !== "string") return [];
  const compat = oneOf(compatModes, value["compat"]);
  const failOn = oneOf(failLevels, value["failOn"]);
  return [
    {
      specs: value["specs"],
      ...(compat !== undefined && { compat }),
      ...(failOn !== undefined && { failOn }),
      ...(isRecord(value["rules"]) && { rules: readRules(value["rules"]) }),
    },
  ];
}

function readAcceptance(value: Json): readonly Acceptance[] {
  if (!isRecord(value)) return [];
  const { rule, spec, at, change, reason, until } = value;
  if (typeof rule !== "string" || typeof at !== "string" || typeof change !== "string" || typeof reason !== "string")
    return [];
  return [
    {
      rule,
      at,
      change,
      reason,
      ...(typeof spec === "string" && { spec }),
      ...(typeof until === "string" && { until }),
    },
  ];
}
