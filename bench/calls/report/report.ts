import type { Row } from "../statistics.js";
import type { Workload } from "../workload.js";

/** What a run found, as it is written to a file of JSON. */
export interface Report {
  /** How to run it again. */
  readonly command: string;
  readonly machine: string;
  readonly node: string;
  /** Versions of the contenders' packages. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
}

/** One workload's rows. */
export interface Table extends Pick<Workload, "name" | "title" | "description" | "judged" | "target"> {
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** A target that was not met. */
export interface Miss {
  readonly title: string;
  readonly target: number;
  readonly ratio: number;
}

/** The targets that Outspec missed; the first of its rows counts, which is the one without help from a memory. */
export function missesOf(tables: readonly Table[]): readonly Miss[] {
  return tables.flatMap(({ title, target, rows }) => {
    const ratio = rows.find(({ kind }) => kind === "ours")?.ratio?.median;
    return ratio === undefined || ratio <= target ? [] : [{ title, target, ratio }];
  });
}

/** One line for a target that was missed. */
export function missLine({ title, target, ratio }: Miss): string {
  return `${title}: ${ratio.toFixed(2)}, at most ${target} asked for, ${((ratio / target - 1) * 100).toFixed(0)} % over`;
}
