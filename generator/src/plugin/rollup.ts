/** The plugin that imports specs, for Rollup: `outspec/rollup`. */
import type { Plugin } from "rollup";
import { type PluginOptions, plugin } from "./plugin.ts";

export type { PluginOptions } from "./plugin.ts";

/** The Outspec plugin for Rollup: generates before it builds, and makes specs in YAML importable. */
export function outspec(options?: PluginOptions): Plugin {
  return plugin.rollup(options);
}
