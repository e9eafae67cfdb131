import type { Json } from "../../../runtime/src/schema/json.ts";
import { atPointer, isRecord, parentPointer } from "../../../runtime/src/schema/pointer.ts";
import type { SpecVersion } from "./compare-schemas.ts";
import { compareAbsent, compareSpecs } from "./compare-spec.ts";
import { compareTargets, type TargetChange } from "./compare-targets.ts";
import { type Difference, worstLevel } from "./difference.ts";
import { focusOf } from "./focus.ts";
import { type Judge, type Judged, worstSeverity } from "./judge.ts";
import type { LoadedSpec } from "./load/resolve-side.ts";
import type { SpecPair } from "./load/review.ts";
import type { ReviewedFinding, ReviewedSpec } from "./report-model.ts";
import type { Target } from "./target.ts";

/** What one spec is compared with besides its own two versions. */
export interface SpecSurroundings {
  readonly judge: Judge;
  /** The models each version is asked of. */
  targetsBefore(spec: LoadedSpec): readonly Target[];
  targetsAfter(spec: LoadedSpec): readonly Target[];
  /** Real outputs of a spec, by its name. */
  recorded(name: string): readonly Json[];
}

/** Compares and judges two versions of a spec; nothing where they do not differ in any way that counts. */
export async function reviewSpec(pair: SpecPair, around: SpecSurroundings): Promise<ReviewedSpec | undefined> {
  const { differences, impact } = await compare(pair, around);
  if (differences.length === 0) return undefined;
  const { before, after } = pair;
  const { spec, path } = after ?? before ?? missing(pair);
  const judged = around.judge.judge(
    {
      id: spec.name,
      path: spec.path,
      ...(spec.compat !== undefined && { compat: spec.compat }),
      experimental: spec.experimental === true,
      wasDeprecated: (difference) => before !== undefined && wasDeprecated(before, difference),
    },
    differences,
  );
  const consumer = worstLevel(differences.map((one) => one.consumer));
  const stored = worstLevel(differences.map((one) => one.stored));
  return {
    id: spec.name,
    path,
    ...(before !== undefined && { basePath: before.path }),
    consumer,
    stored,
    full: worstLevel([consumer, stored]),
    behaviour: differences.some(({ model }) => model),
    severity: worstSeverity(judged.filter(({ accepted }) => accepted === undefined).map(({ severity }) => severity)),
    ...(spec.experimental === true && { stability: "experimental" as const }),
    findings: judged.map((one) => place(one, before, after, focusIn(one.difference, before, after))),
    ...(impact.length > 0 && { impact }),
  };
}

function missing({ afterPath, beforePath }: SpecPair): never {
  throw new Error(`neither version of ${afterPath ?? beforePath} was loaded`);
}

async function compare(
  { kind, before, after, baseInvalid }: SpecPair,
  { targetsBefore, targetsAfter, recorded }: SpecSurroundings,
): Promise<{ readonly differences: readonly Difference[]; readonly impact: readonly string[] }> {
  if (before === undefined || after === undefined) {
    const side = after === undefined ? "before" : "after";
    const one = after ?? before;
    if (one === undefined) return { differences: [], impact: [] };
    const found = compareAbsent(one.spec, side);
    // Nothing is known of the change, which must not look as if it were harmless.
    const unknown = {
      notes: ["The old version is not valid, so that there was nothing to compare with."],
      consumer: "dangerous",
      stored: "dangerous",
      evidence: "unproven",
    } as const;
    return {
      differences: baseInvalid === undefined ? found : found.map((each) => ({ ...each, ...unknown })),
      impact: [],
    };
  }
  const own = await compareSpecs(asVersion(before), asVersion(after), {
    recorded: recorded(after.spec.name),
    asFiles: kind === "changed",
  });
  const old = new Map(targetsBefore(before).map((target) => [target.name, target.project(before.spec)]));
  const changes = targetsAfter(after).map((target): TargetChange => {
    const same = old.get(target.name);
    return {
      name: target.name,
      ...(same === undefined ? { instead: [...old.values()] } : { before: same }),
      after: target.project(after.spec),
    };
  });
  const { differences, impact } = compareTargets(changes, own);
  return { differences: [...own, ...differences], impact };
}

function asVersion({ spec, beside, document }: LoadedSpec): SpecVersion {
  return { spec, beside, document };
}

/** Whether the property that a difference is about was marked as deprecated in the old version. */
function wasDeprecated({ spec }: LoadedSpec, { at, beforeAt = at }: Difference): boolean {
  const schema = spec.schema;
  const node = typeof schema === "object" ? atPointer(schema, beforeAt.replace(/^\/output/, "")) : undefined;
  return isRecord(node) && node["deprecated"] === true;
}

/** The smallest thing in the files that a difference is about. */
function focusIn(difference: Difference, before: LoadedSpec | undefined, after: LoadedSpec | undefined): string {
  const side = difference.at.startsWith("/input") ? "input" : "schema";
  return focusOf(difference, { before: before?.spec[side], after: after?.spec[side] });
}

/** Finds a difference in the files. What is gone has no place in the new one: there the nearest thing around it is. */
export function place(
  { difference, severity, fingerprint, accepted }: Judged,
  before: Pick<LoadedSpec, "rangeOf"> | undefined,
  after: Pick<LoadedSpec, "rangeOf"> | undefined,
  focus: string = difference.at,
): ReviewedFinding {
  const { at, side, beforeAt, what } = difference;
  const location =
    side === "after"
      ? after?.rangeOf(focus, focus === at ? what : "value")
      : after?.rangeOf(at === "" ? "" : parentPointer(at), "key");
  const old = side === "before" ? at : beforeAt;
  const baseLocation = old === undefined ? undefined : before?.rangeOf(old, what);
  return {
    ...difference,
    severity,
    ...(location !== undefined && { location }),
    ...(baseLocation !== undefined && { baseLocation }),
    fingerprint,
    ...(accepted !== undefined && { accepted }),
  };
}
