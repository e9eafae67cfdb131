// What a bundler is given: a spec that is imported as a module, by the plugin, and the checks.
import { runChecks } from "./dist/checks.js";
import * as own from "./schemas/patient-summary.yaml";

/** Gives what the checks came to. */
export const check = (urls) => runChecks(own, urls);
