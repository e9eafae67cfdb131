/** The plugin that imports specs, for esbuild: `outspec/esbuild`. */
import type { Plugin } from "esbuild";
import { type PluginOptions, plugin } from "./plugin.ts";

export type { PluginOptions } from "./plugin.ts";

/** The Outspec plugin for esbuild: generates before it builds, and makes specs in YAML importable. */
export function outspec(options?: PluginOptions): Plugin {
  return plugin.esbuild(options);
}
