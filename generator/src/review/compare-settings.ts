import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Difference } from "./difference.ts";
import { difference } from "./say.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Compares the sampling and length settings of a spec, or of a model, whose settings stand at `pointer`. */
export function compareSettings(
  before: Settings | undefined,
  after: Settings | undefined,
  pointer: string,
): readonly Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.flatMap((name) => {
    const [old, now] = [settingOf(before, name), settingOf(after, name)];
    if (canonicalJson(old ?? null) === canonicalJson(now ?? null) && (old === undefined) === (now === undefined))
      return [];
    const place = joinPointer(pointer, name);
    const said = {
      at: place,
      side: now === undefined ? ("before" as const) : ("after" as const),
      ...(old !== undefined && now !== undefined && { beforeAt: place }),
      ...(old !== undefined && { before: old }),
      ...(now !== undefined && { after: now }),
      data: { setting: name, old: show(old), new: show(now) },
      model: true,
    };
    if (name !== "maxOutputTokens") return [difference("sampling-changed", said)];
    // Without a limit of its own, an answer may be as long as the model allows.
    const isLower = limitOf(now) < limitOf(old);
    return [
      isLower
        ? difference("max-tokens-lowered", { ...said, consumer: "dangerous", evidence: "unproven" })
        : difference("max-tokens-raised", said),
    ];
  });
}

function settingOf(settings: Settings | undefined, name: string): Json | undefined {
  // Settings were read from YAML, whose values are JSON.
  return settings !== undefined && Object.hasOwn(settings, name) ? (settings[name] as Json) : undefined;
}

function limitOf(value: Json | undefined): number {
  return typeof value === "number" ? value : Number.POSITIVE_INFINITY;
}

function show(value: Json | undefined): string {
  return value === undefined ? "unset" : JSON.stringify(value);
}
