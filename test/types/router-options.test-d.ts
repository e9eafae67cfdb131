/** What the generator and the runtime must agree on. Checked by `tsc -b`; nothing here runs. */
import type { FailoverCode, ModelOptions, OutspecErrorCode, RouterOptions } from "@outspec/runtime";
import type { ModelConfig, RouterConfig } from "../../generator/src/config.ts";

type Choosable = Exclude<OutspecErrorCode, "aborted" | "invalid-input" | "restarted" | "all-attempts-failed">;

/** The failures whose consequence can be chosen are all that do not always stop a call, and no others. */
export const named: (code: Choosable) => FailoverCode = (code) => code;
export const known: (code: FailoverCode) => Choosable = (code) => code;

/** What outspec.yaml says of a router and of a model is what the runtime takes. */
export const policyOf: (config: Omit<RouterConfig, "primary" | "fallbacks">) => Partial<RouterOptions> = (config) =>
  config;
export const optionsOf: (config: Omit<ModelConfig, "model" | "provider" | "from">) => ModelOptions = (config) => config;
