import { isRecord } from "../../../runtime/src/schema/pointer.ts";
import { defaultReview } from "../config.ts";
import { readSpec } from "../spec/read.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { CompatMode, FailLevel } from "../spec/review-format.ts";
import type { SpecDocument } from "../spec/spec.ts";
import { createValidators } from "./compare/validators.ts";
import { type ConfigDifference, type ConfigVersion, compareConfigs } from "./compare-config.ts";
import { createJudge, type Judge, type JudgeFlags } from "./judge.ts";
import type { LoadedPackage, LoadedReview, SpecPair } from "./load/review.ts";
import type { LoadedConfig } from "./load/snapshot.ts";
import type { RecordedOutputs } from "./recorded-outputs.ts";
import { type ReviewedFinding, type ReviewedSpec, type ReviewReport, summarise } from "./report-model.ts";
import { place, reviewSpec, type SpecSurroundings } from "./review-specs.ts";
import { createDialectSources, targetsOf } from "./target.ts";

/** How a review is made, besides what the configuration says. */
export interface ReviewOptions {
  readonly flags: JudgeFlags;
  /** The day on which acceptances are looked at, as `2026-12-31`. */
  readonly today: string;
  readonly recorded?: RecordedOutputs;
}

/** A review, and the acceptances of each configuration that cover nothing, by path of the file. */
export interface Review {
  readonly report: ReviewReport;
  readonly unused: readonly { readonly path: string; readonly text: string; readonly indexes: readonly number[] }[];
}

/** Compares and judges everything that differs between two versions of a project, or of several in one repository. */
export async function reviewChanges(loaded: LoadedReview, options: ReviewOptions): Promise<Review> {
  const specs: ReviewedSpec[] = [];
  const general: ReviewedFinding[] = [];
  const warnings = [...loaded.warnings, ...(options.recorded?.warnings ?? [])];
  const unused: Review["unused"][number][] = [];
  let failed = false;
  let untouched = loaded.unchangedCount;
  for (const one of loaded.packages) {
    const pairs = loaded.pairs.filter((pair) => pair.package === one.folder);
    const judge = watch(
      createJudge((one.after ?? one.before)?.review ?? defaultReview, options.flags, options.today),
      () => {
        failed = true;
      },
    );
    general.push(...reviewConfig(one, pairs, judge));
    const around = surroundingsOf(one, pairs, judge, options);
    for (const pair of pairs) {
      if (pair.kind === "same" && pair.after === undefined) continue;
      const reviewed = await reviewSpec(pair, around);
      if (reviewed !== undefined) specs.push(reviewed);
      warnings.push(...(await tellRefused(pair, around.recorded)));
      if ((reviewed === undefined) !== (pair.kind === "same")) untouched += reviewed === undefined ? 1 : -1;
    }
    const left = leftOver(one, judge);
    warnings.push(...left.warnings);
    if (left.unused !== undefined) unused.push(left.unused);
  }
  const gate = gateOf(loaded, options.flags);
  const report: ReviewReport = {
    base: baseOf(loaded),
    head: loaded.head,
    gate: { ...gate, failed },
    summary: summarise(specs, general),
    specs,
    general,
    warnings,
    specsCompared: loaded.pairs.length,
    unchanged: Math.max(0, untouched),
  };
  return { report, unused };
}

/** Recorded outputs that were refused before this change, and still are: no finding of it, and good to know. */
async function tellRefused(
  { before, after }: SpecPair,
  recorded: SpecSurroundings["recorded"],
): Promise<readonly string[]> {
  const outputs = after === undefined ? [] : recorded(after.spec.name);
  if (before === undefined || after === undefined || outputs.length === 0) return [];
  const validators = await createValidators();
  const [old, now] = await Promise.all([before, after].map(({ spec }) => validators.written(spec.schema, spec.draft)));
  const count = outputs.filter((output) => old?.(output) === false && now?.(output) === false).length;
  if (count === 0) return [];
  const are = count === 1 ? "is" : "are";
  return [
    `${count} of ${outputs.length} recorded outputs of ${after.spec.name} ${are} refused, by the old version as well`,
  ];
}

/** A judge that tells when something makes the review fail. */
function watch(judge: Judge, onFailure: () => void): Judge {
  return {
    ...judge,
    judge(spec, differences) {
      const judged = judge.judge(spec, differences);
      if (judged.some(({ fails }) => fails)) onFailure();
      return judged;
    },
  };
}

function gateOf(
  { packages }: LoadedReview,
  flags: JudgeFlags,
): { readonly compat: CompatMode; readonly failOn: FailLevel } {
  const { compat, failOn } = packages.find(({ after }) => after !== undefined)?.after?.review ?? defaultReview;
  return { compat: flags.compat ?? compat, failOn: flags.failOn ?? failOn };
}

function baseOf({ base }: LoadedReview): ReviewReport["base"] {
  switch (base.kind) {
    case "git":
      return {
        kind: "git",
        ref: base.ref,
        commit: base.commit,
        ...(base.note !== undefined && { note: base.note }),
      };
    case "dir":
    case "file":
      return { kind: base.kind, ref: base.path };
    case "none":
      return { kind: "none", note: base.note };
  }
}

function surroundingsOf(
  { before, after }: LoadedPackage,
  pairs: readonly SpecPair[],
  judge: Judge,
  { recorded }: ReviewOptions,
): SpecSurroundings {
  const specsOf = (side: "before" | "after"): readonly ResolvedSpec[] =>
    pairs.flatMap((pair) => pair[side]?.spec ?? []);
  const sourcesOf = (config: LoadedConfig | undefined, side: "before" | "after") =>
    config === undefined ? undefined : createDialectSources(specsOf(side), config.config);
  const [old, now] = [sourcesOf(before, "before"), sourcesOf(after, "after")];
  return {
    judge,
    targetsBefore: ({ spec }) => (before === undefined || old === undefined ? [] : targetsOf(spec, before.config, old)),
    targetsAfter: ({ spec }) => (after === undefined || now === undefined ? [] : targetsOf(spec, after.config, now)),
    recorded: (name) => recorded?.of(name) ?? [],
  };
}

interface ReadConfig extends ConfigVersion {
  readonly path: string;
  readonly document: SpecDocument;
}

function readAgain(path: string | undefined, { text, config, review }: LoadedConfig): ReadConfig | undefined {
  if (path === undefined) return undefined;
  const document = readSpec(path, text);
  const named = isRecord(document.value) && "routers" in document.value;
  return { path, document, config, review, named };
}

/** What the change of a configuration means by itself, told once and not for each of its specs. */
function reviewConfig(
  { folder, before, beforePath, after, configChanged }: LoadedPackage,
  pairs: readonly SpecPair[],
  judge: Judge,
): readonly ReviewedFinding[] {
  if (!configChanged || before === undefined || after === undefined) return [];
  const afterPath = folder === "" || after.path === undefined ? after.path : `${folder}/${after.path}`;
  const [old, now] = [readAgain(beforePath, before), readAgain(afterPath, after)];
  const differences = compareConfigs(old ?? { ...before, named: false }, now ?? { ...after, named: false });
  const concerned = differences.map((one) => ({ ...one, notes: [...one.notes, ...concerns(one, pairs)] }));
  const path = now?.path ?? old?.path ?? "";
  const judged = judge.judge({ id: "", path, experimental: false, wasDeprecated: () => false }, concerned);
  return judged.map((one) => place(one, old?.document, now?.document));
}

const mostNames = 5;

/** The specs that a router's change concerns, in a sentence. */
function concerns({ router }: ConfigDifference, pairs: readonly SpecPair[]): readonly string[] {
  if (router === undefined) return [];
  const names = pairs.flatMap(({ after }) =>
    after !== undefined && !after.spec.shared && (after.spec.router ?? "default") === router ? [after.spec.name] : [],
  );
  if (names.length === 0) return [];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return [`Concerns ${names.slice(0, mostNames).join(", ")}${more}.`];
}

/** Acceptances that covered nothing: after a merge they have done their work. */
function leftOver(
  { folder, after }: LoadedPackage,
  judge: Judge,
): { readonly warnings: readonly string[]; readonly unused?: Review["unused"][number] } {
  if (after?.path === undefined) return { warnings: [] };
  const { unmatched, expired } = judge.unused();
  const path = folder === "" ? after.path : `${folder}/${after.path}`;
  const all = [...unmatched, ...expired];
  if (all.length === 0) return { warnings: [] };
  const name = ({ rule, spec, change }: (typeof all)[number]): string =>
    `${rule}${spec === undefined ? "" : ` of ${spec}`} (${change})`;
  return {
    warnings: [
      ...unmatched.map((one) => `${path} accepts ${name(one)}, and nothing of it was found: --prune removes it`),
      ...expired.map((one) => `${path} accepted ${name(one)} until ${one.until}, which is over`),
    ],
    unused: { path, text: after.text, indexes: all.map((one) => after.review.accept.indexOf(one)) },
  };
}
