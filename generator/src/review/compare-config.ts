import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ModelConfig, ProjectConfig, ReviewConfig, RouterConfig } from "../config.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";
import { compareSettings } from "./compare-settings.ts";
import type { Difference } from "./difference.ts";
import { difference, relaxed } from "./say.ts";

/** What `outspec.yaml` says, in one version of the project. */
export interface ConfigVersion {
  readonly config: ProjectConfig;
  readonly review: ReviewConfig;
  /** Whether the file has `routers:` and not the lone `router:`. */
  readonly named: boolean;
}

/** A difference in the configuration, and the router whose specs it concerns. */
export interface ConfigDifference extends Difference {
  readonly router?: string;
}

/**
 * Compares two versions of a project's configuration: the models, how they are called, and how changes are judged.
 * Pointers lead into `outspec.yaml`. A router that only one side has concerns specs that say so themselves.
 */
export function compareConfigs(before: ConfigVersion, after: ConfigVersion): readonly ConfigDifference[] {
  const names = Object.keys(after.config.routers).filter((name) => Object.hasOwn(before.config.routers, name));
  const routers = names.flatMap((name) => {
    const [old, now] = [before.config.routers[name], after.config.routers[name]];
    if (old === undefined || now === undefined) return [];
    const pointer = after.named ? joinPointer("/routers", name) : "/router";
    return compareRouters(old, now, pointer).map((one) => ({ ...one, router: name }));
  });
  return [...routers, ...compareDefault(before, after), ...compareReviews(before.review, after.review)];
}

/** The router of specs that name none: where it goes, calls have to name one, which TypeScript asks of them. */
function compareDefault(before: ConfigVersion, after: ConfigVersion): readonly ConfigDifference[] {
  const [old, now] = [before, after].map(({ config }) =>
    Object.hasOwn(config.routers, "default") ? config.routers["default"] : undefined,
  );
  if ((old === undefined) === (now === undefined)) return [];
  const [was, is] = [old, now].map((one) => (one === undefined ? "no router" : nameOf(one.primary)));
  const { named } = now === undefined ? before : after;
  const said = {
    at: named ? "/routers/default" : "/router",
    side: now === undefined ? ("before" as const) : ("after" as const),
    data: { old: was, new: is },
    ...(old !== undefined && { before: nameOf(old.primary) }),
    ...(now !== undefined && { after: nameOf(now.primary) }),
    model: true,
  };
  const found =
    now === undefined
      ? difference("provider-changed", {
          ...said,
          notes: ["The generated functions have to be given a router with every call."],
          consumer: "breaking",
          evidence: "source",
        })
      : difference("model-changed", said);
  return [{ ...found, router: "default" }];
}

function compareRouters(before: RouterConfig, after: RouterConfig, pointer: string): readonly Difference[] {
  const { primary, fallbacks, ...rules } = after;
  const { primary: oldPrimary, fallbacks: oldFallbacks, ...oldRules } = before;
  const changes = [
    ...compareModels(oldPrimary, primary, joinPointer(pointer, "primary")),
    ...compareFallbacks(oldFallbacks, fallbacks, joinPointer(pointer, "fallbacks")),
  ];
  const delivered = differingKeys(oldRules, rules).map((key) =>
    difference("delivery-changed", {
      at: joinPointer(pointer, key === "callMs" ? "timeouts" : key),
      side: key in rules ? "after" : "before",
      data: {
        setting: key,
        old: show(oldRules[key as keyof typeof oldRules]),
        new: show(rules[key as keyof typeof rules]),
      },
    }),
  );
  return [...changes, ...delivered];
}

function compareModels(before: ModelConfig, after: ModelConfig, pointer: string): readonly Difference[] {
  const { settings: oldSettings, ...old } = before;
  const { settings, ...now } = after;
  const place = { at: pointer, beforeAt: pointer, model: true };
  const found: Difference[] = [];
  const [oldName, name] = [nameOf(before), nameOf(after)];
  if (before.provider !== after.provider || before.from !== after.from)
    found.push(
      difference("provider-changed", {
        ...place,
        data: { old: oldName, new: name },
        consumer: "dangerous",
        before: oldName,
        after: name,
        evidence: "unproven",
      }),
    );
  else if (before.model !== after.model)
    found.push(
      difference("model-changed", { ...place, data: { old: oldName, new: name }, before: oldName, after: name }),
    );
  const others = differingKeys(old, now).filter((key) => !["provider", "model", "from"].includes(key));
  for (const key of others) found.push(compareModelOption(key, old, now, pointer));
  found.push(...compareSettings(oldSettings, settings, joinPointer(pointer, "settings")));
  return found;
}

/** Options of a model that change where it is asked, and how; keys and addresses themselves are not repeated. */
function compareModelOption(
  key: string,
  before: Omit<ModelConfig, "settings">,
  after: Omit<ModelConfig, "settings">,
  pointer: string,
): Difference {
  const at = joinPointer(pointer, key);
  const name = nameOf(after as ModelConfig);
  const side = key in after ? ("after" as const) : ("before" as const);
  if (key === "baseUrl" || key === "api" || key === "places")
    return difference("provider-changed", {
      at,
      side,
      data: { old: `${nameOf(before as ModelConfig)} at its old endpoint`, new: `${name} at another one (${key})` },
      consumer: "dangerous",
      model: true,
      evidence: "unproven",
    });
  if (key === "extraBody" || key === "modes")
    return difference("sampling-changed", {
      at,
      side,
      data: {
        setting: `${key} of ${name}`,
        old: show(before[key as keyof typeof before]),
        new: show(after[key as keyof typeof after]),
      },
      model: true,
    });
  // Headers may hold keys, and names of variables say little: that they differ is all there is to tell.
  return difference("delivery-changed", {
    at,
    side,
    data: { setting: `${key} of ${name}`, old: "one value", new: "another" },
  });
}

/** Fallbacks that are the same model are compared; the others came or went, or changed places. */
function compareFallbacks(
  before: readonly ModelConfig[],
  after: readonly ModelConfig[],
  pointer: string,
): readonly Difference[] {
  const old = new Map(before.map((model) => [nameOf(model), model]));
  const names = new Set(after.map(nameOf));
  const found = after.flatMap((model, index): readonly Difference[] => {
    const same = old.get(nameOf(model));
    const at = joinPointer(pointer, index);
    if (same !== undefined) return compareModels(same, model, at);
    const data = { fallback: nameOf(model), change: "added" };
    return [difference("model-changed", { at, data, model: true, after: nameOf(model) })];
  });
  for (const [index, model] of before.entries())
    if (!names.has(nameOf(model)))
      found.push(
        difference("model-changed", {
          at: joinPointer(pointer, index),
          side: "before",
          data: { fallback: nameOf(model), change: "removed" },
          model: true,
          before: nameOf(model),
        }),
      );
  const order = before.map(nameOf).filter((name) => names.has(name));
  const now = after.map(nameOf).filter((name) => old.has(name));
  if (order.join("\n") !== now.join("\n"))
    found.push(
      difference("delivery-changed", {
        at: pointer,
        data: { setting: "order of the fallbacks", old: order.join(", "), new: now.join(", ") },
      }),
    );
  return found;
}

const strictness = { breaking: 0, dangerous: 1 } as const;

/** What of a review's settings became more lenient in the very change that is reviewed. */
function compareReviews(before: ReviewConfig, after: ReviewConfig): readonly Difference[] {
  const found: Difference[] = [];
  if (before.compat !== after.compat && after.compat !== "full")
    found.push(relaxed("/review/compat", `compat ${before.compat} → ${after.compat}`));
  if (failRank(after.failOn) > failRank(before.failOn))
    found.push(relaxed("/review/failOn", `failOn ${before.failOn} → ${after.failOn}`));
  for (const key of ["values", "removalAfterDeprecation"] as const)
    if (strictness[after[key]] > strictness[before[key]])
      found.push(relaxed(`/review/${key}`, `${key} ${before[key]} → ${after[key]}`));
  for (const [rule, severity] of Object.entries(after.rules))
    if (before.rules[rule] !== severity && severity !== "breaking")
      found.push(relaxed(joinPointer("/review/rules", rule), `${rule} counts as ${severity}`));
  for (const [index, one] of after.overrides.entries())
    if (!before.overrides.some((other) => canonicalJson(asJson(other)) === canonicalJson(asJson(one))))
      found.push(relaxed(joinPointer("/review/overrides", index), `an override for ${one.specs}`));
  const known = new Set(before.accept.map((one) => canonicalJson(asJson(one))));
  for (const [index, one] of after.accept.entries())
    if (!known.has(canonicalJson(asJson(one))))
      found.push(
        relaxed(joinPointer("/review/accept", index), `${one.rule} of ${one.spec ?? "the configuration"} is accepted`),
      );
  return found;
}

/** How much a gate lets pass: `behaviour` stops most, `never` nothing. */
function failRank(level: ReviewConfig["failOn"]): number {
  return ["behaviour", "dangerous", "breaking", "never"].indexOf(level);
}

/** Longer values are cut where they are shown. */
const longest = 80;

function nameOf({ provider, model }: Pick<ModelConfig, "provider" | "model">): string {
  return `${provider}/${model}`;
}

function differingKeys(before: object, after: object): readonly string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  const textOf = (value: unknown): string => (value === undefined ? "" : canonicalJson(asJson(value)));
  return keys.filter((key) => textOf(old.get(key)) !== textOf(now.get(key)));
}

function show(value: unknown): string {
  if (value === undefined) return "unset";
  const text = maskSecrets(canonicalJson(asJson(value)));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Configurations are plain data that were read from YAML, which their types do not say of all their parts. */
function asJson(value: unknown): Json {
  return value as Json;
}
