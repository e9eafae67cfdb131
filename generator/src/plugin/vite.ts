/** The plugin that imports specs, for Vite: `outspec/vite`. */
import type { Plugin } from "vite";
import { type PluginOptions, plugin } from "./plugin.ts";

export type { PluginOptions } from "./plugin.ts";

/** The Outspec plugin for Vite: generates before it builds, and makes specs in YAML importable. */
export function outspec(options?: PluginOptions): Plugin {
  return plugin.vite(options);
}
