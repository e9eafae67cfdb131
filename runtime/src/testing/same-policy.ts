import type { Router, RouterOptions } from "../router/router.ts";

/** What a router was made with, but for its models and its transport. */
export function policyOf({
  policy,
  hooks,
}: Router): Omit<RouterOptions, "primary" | "fallbacks" | "transport" | "clock"> {
  const { hedge, ...others } = policy;
  return { ...others, hooks, ...(hedge !== undefined && { hedge }) };
}

/** A router's models as an option of another router. */
export function modelsAsOptions(
  models: readonly Router["models"][number][],
): Pick<RouterOptions, "primary" | "fallbacks"> {
  const [primary, ...fallbacks] = models;
  if (primary === undefined) throw new Error("a router has at least one model");
  return { primary, fallbacks };
}
