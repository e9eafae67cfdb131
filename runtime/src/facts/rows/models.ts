/** What differs between the models of three makers, wherever they are asked. Sections are of providers.md. */

import type { Mode } from "../dialects.ts";
import type { ModelOverride } from "../provider-row.ts";

const sampling = ["temperature", "topP"] as const;

/**
 * OpenAI's models: which reason, and what they refuse (section 5.3), which API they are asked through (section 14) and how
 * their prompts are cached (section 5.7).
 */
export const openaiOverrides: readonly ModelOverride[] = [
  { match: "gpt-5-chat*", modes: ["json_object", "prompt"], cacheRetention: true },
  { match: "gpt-3.5-*", modes: ["tool", "json_object", "prompt"], api: "chat" },
  { match: "gpt-4-*", api: "chat" },
  { match: "gpt-4", modes: ["tool", "json_object", "prompt"], api: "chat" },
  { match: "gpt-5.4-pro*", reasoning: true, rejects: sampling, cacheRetention: true },
  // These reason only when an effort is set.
  { match: "gpt-5.1*", rejectsReasoning: sampling, cacheRetention: true },
  { match: "gpt-5.2*", rejectsReasoning: sampling, cacheRetention: true },
  { match: "gpt-5.3*", rejectsReasoning: sampling, cacheRetention: true },
  { match: "gpt-5.4*", rejectsReasoning: sampling, cacheRetention: true },
  {
    match: "gpt-5.6*",
    reasoning: true,
    rejectsReasoning: sampling,
    cacheMark: "prompt_cache_breakpoint",
    efforts: ["none", "low", "medium", "high", "xhigh", "max"],
  },
  { match: "gpt-5*", reasoning: true, rejects: sampling, cacheRetention: true },
  { match: "gpt-6*", reasoning: true, rejects: sampling, cacheMark: "prompt_cache_breakpoint" },
  { match: "o1-mini*", reasoning: true, rejects: ["temperature", "topP", "stop"], systemRole: "user" },
  { match: "o1*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
  { match: "o3*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
  { match: "o4*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
];

/** These refuse to be forced to use a tool: section 7.2. */
const withoutForcedTool = ["opus-5-5", "sonnet-5-5", "fable-5", "mythos-"] as const;

/** These refuse sampling settings, as those above do: section 7.3. */
const withoutSampling = ["opus-4-7", "opus-4-8", "opus-5", "sonnet-5", "haiku-5-5"] as const;

/**
 * Overrides for the Claude models that refuse something, and then those of a row's own. `prefix` is what stands before
 * `claude-` in their ids there. `withoutTool` are the modes of those that refuse a forced tool; `modes` those of the
 * rest, where they are not the row's.
 */
export function claudeOverrides(
  prefix: string,
  { withoutTool, modes }: { readonly withoutTool: readonly Mode[]; readonly modes?: readonly Mode[] },
  own: readonly ModelOverride[] = [],
): readonly ModelOverride[] {
  const match = (id: string) => `${prefix}claude-${id}*`;
  return [
    ...withoutForcedTool.map((id) => ({ match: match(id), modes: withoutTool, rejects: sampling })),
    ...withoutSampling.map((id) => ({
      match: match(id),
      ...(modes === undefined ? {} : { modes }),
      rejects: sampling,
    })),
    ...own,
  ];
}

/**
 * A row's own overrides, and then those for Gemini. Pro models cannot be told not to think, and some refuse the least
 * effort: section 8.2.
 */
export function geminiOverrides(own: readonly ModelOverride[] = []): readonly ModelOverride[] {
  return [
    ...own,
    { match: "gemini-3*-pro*", reasoning: true, efforts: ["low", "medium", "high", "xhigh"] },
    { match: "gemini-3*", reasoning: true },
    { match: "gemini-2.5-pro*", reasoning: true, efforts: ["minimal", "low", "medium", "high"] },
    { match: "gemini-2.5*", reasoning: true },
  ];
}
