import type { Settings } from "../options.ts";
import { nearestEffort } from "./effort.ts";

/** The effort under which Claude thinks as much as was asked for, on every wire it is reached by. Source: providers.md, section 7.2. */
export function claudeEffort(asked: Settings["reasoningEffort"]): string | undefined {
  // Without effort a model thinks as it does by itself, which is the least that can be asked for.
  if (asked === undefined || asked === "none") return undefined;
  return nearestEffort(asked, ["low", "medium", "high", "xhigh", "max"]);
}
