import type { Json } from "../../../runtime/src/schema/json.ts";
import type { LoadedSpec } from "./load/resolve-side.ts";
import { isBroken, type SampleFiles } from "./load/samples.ts";

/** Recorded outputs by the name of their spec. */
export interface RecordedOutputs {
  of(name: string): readonly Json[];
  /** What was left out, a sentence each. */
  readonly warnings: readonly string[];
}

/** More outputs of one spec than this are not kept: what thousands do not show, more of them will not. */
const mostOfOne = 10_000;

/** Places that are told one by one. */
const mostPlaces = 3;

/**
 * Reads recorded outputs and finds out which spec each is of: the one it names, or the one its file or folder is called
 * after (`recorded/patient-summary.jsonl`), or the only one under review.
 */
export async function collectRecorded(
  samples: SampleFiles,
  specs: readonly LoadedSpec["spec"][],
): Promise<RecordedOutputs> {
  const byName = new Map<string, Json[]>();
  const broken: string[] = [];
  const homeless = new Set<string>();
  const full = new Set<string>();
  for await (const sample of samples.read()) {
    if (isBroken(sample)) {
      broken.push(`${sample.file}:${sample.line}: ${sample.message}`);
      continue;
    }
    const name = sample.spec ?? findSpec(sample.file, specs)?.name;
    if (name === undefined) {
      homeless.add(sample.file);
      continue;
    }
    const kept = byName.get(name) ?? [];
    byName.set(name, kept);
    if (kept.length < mostOfOne) kept.push(sample.output);
    else full.add(name);
  }
  return {
    of: (name) => byName.get(name) ?? [],
    warnings: [
      ...broken.slice(0, mostPlaces).map((place) => `a recorded output cannot be read: ${place}`),
      ...(broken.length > mostPlaces ? [`${broken.length - mostPlaces} more recorded outputs cannot be read`] : []),
      ...[...homeless]
        .slice(0, mostPlaces)
        .map((file) => `${file} does not say which spec its outputs are of: name the file after the spec`),
      ...[...full].map((name) => `of ${name} only the first ${mostOfOne.toLocaleString("en")} recorded outputs count`),
    ],
  };
}

function findSpec(file: string, specs: readonly LoadedSpec["spec"][]): LoadedSpec["spec"] | undefined {
  const steps = file.split("/").map((step) => plain(step.replace(/\.\w+$/, "")));
  const called = specs.find(
    ({ stem, name }) => steps.includes(plain(stem.split("/").at(-1) ?? "")) || steps.includes(plain(name)),
  );
  return called ?? (specs.length === 1 ? specs[0] : undefined);
}

/** A name in the form in which spellings with hyphens, underscores and capitals are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}
