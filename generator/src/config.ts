import type { DialectName, Mode } from "../../runtime/src/facts/dialects.ts";
import type { failoverActions, failoverCodes } from "../../runtime/src/facts/failures.ts";
import type { Api, PlaceName } from "../../runtime/src/facts/provider-row.ts";
import type { LintConfig } from "./spec/lint-format.ts";
import type { CompatMode, FailLevel, RuleSeverities } from "./spec/review-format.ts";

type FailoverCode = (typeof failoverCodes)[number];
type FailoverAction = (typeof failoverActions)[number];

/** One model of a router, as `outspec.yaml` names it. */
export interface ModelConfig {
  /** Id of a provider row, or of the module given by `from`. */
  readonly provider: string;
  readonly model: string;
  readonly baseUrl?: string;
  /** Which of the provider's APIs is asked, where it has two. */
  readonly api?: Api;
  /** What belongs to the caller's account: a region, a project. */
  readonly places?: Readonly<Partial<Record<PlaceName, string>>>;
  readonly apiKeyEnv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Structured-output modes to try, in order, instead of the provider's ladder. */
  readonly modes?: readonly Mode[];
  /** Fields merged into each request's body last. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly maxConcurrency?: number;
  readonly contextWindow?: number;
  /** `./providers.ts#mine`: a model factory of the project's own. */
  readonly from?: string;
}

/** One router, with its durations in milliseconds. */
export interface RouterConfig {
  readonly primary: ModelConfig;
  readonly fallbacks: readonly ModelConfig[];
  readonly attempts?: number;
  readonly reAsks?: number;
  readonly timeouts?: Readonly<Partial<Record<"connectMs" | "firstTokenMs" | "idleMs" | "totalMs" | "callMs", number>>>;
  readonly midStream?: "restart" | "fail";
  readonly onRefusal?: "stop" | "next";
  /** By error code. */
  readonly failover?: Readonly<Partial<Record<FailoverCode, FailoverAction>>>;
  readonly hedge?: { readonly afterMs: number | "p95"; readonly maxRate?: number };
  readonly breaker?: { readonly failures?: number; readonly coolDownMs?: number };
  readonly maxTotalTokens?: number;
  readonly repairs?: "text" | "values" | "none";
}

/** One change that a person has looked at and let pass. It is tied to that change and covers no other. */
export interface Acceptance {
  readonly rule: string;
  /** Name of the spec; absent for a finding about the configuration. */
  readonly spec?: string;
  readonly at: string;
  /** Fingerprint that is printed with the finding. */
  readonly change: string;
  readonly reason: string;
  /** Last day on which it holds, as `2026-12-31`. */
  readonly until?: string;
}

/** How `outspec diff` judges: `review:` of `outspec.yaml` with the defaults filled in. */
export interface ReviewConfig {
  readonly compat: CompatMode;
  readonly failOn: FailLevel;
  /** What breaks count as that the TypeScript type does not show. */
  readonly values: "breaking" | "dangerous";
  /** What the removal of a property counts as that was marked `deprecated`. */
  readonly removalAfterDeprecation: "breaking" | "dangerous";
  readonly rules: RuleSeverities;
  /** What differs for some specs, by pattern of their paths; later ones win. */
  readonly overrides: readonly {
    readonly specs: string;
    readonly compat?: CompatMode;
    readonly failOn?: FailLevel;
    readonly rules?: RuleSeverities;
  }[];
  readonly accept: readonly Acceptance[];
}

/** How changes are judged where `outspec.yaml` says nothing. */
export const defaultReview: ReviewConfig = {
  compat: "consumer",
  failOn: "breaking",
  values: "breaking",
  removalAfterDeprecation: "breaking",
  rules: {},
  overrides: [],
  accept: [],
};

/** The project's configuration with all defaults filled in. Paths are below the project root, with forward slashes. */
export interface ProjectConfig {
  /** Folder that all specs are below; the output folder mirrors what is below it. */
  readonly schemas: string;
  /** Which files below that folder are specs, as patterns; absent: all `.yaml`, `.yml` and `.json` files. */
  readonly patterns?: readonly string[];
  /** Folder of the generated files. */
  readonly output: string;
  /** Routers by name; a lone `router:` is named `default`. Empty when none is declared. */
  readonly routers: Readonly<Record<string, RouterConfig>>;
  /** What relative imports of generated files end in. */
  readonly importExtension: "js" | "ts" | "none";
  /** Whether imports of specs in YAML are declared, for TypeScript; a bundler's plugin makes them work. */
  readonly importSpecs?: boolean;
  /** Dialects to compile besides those the routers' models need. */
  readonly targets: readonly DialectName[];
  /** What `outspec lint` asks for that differs from its defaults. */
  readonly lint?: LintConfig;
}

/** A configuration with the defaults filled in, for callers that have no `outspec.yaml`. */
export function createConfig(given: Partial<ProjectConfig> = {}): ProjectConfig {
  return { schemas: "schemas", output: "generated", routers: {}, importExtension: "js", targets: [], ...given };
}
