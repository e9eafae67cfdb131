/** The plugin that imports specs, for webpack: `outspec/webpack`. */
import type { WebpackPluginInstance } from "webpack";
import { type PluginOptions, plugin } from "./plugin.ts";

export type { PluginOptions } from "./plugin.ts";

/** The Outspec plugin for webpack: generates before it builds, and makes specs in YAML importable. */
export function outspec(options?: PluginOptions): WebpackPluginInstance {
  return plugin.webpack(options);
}
