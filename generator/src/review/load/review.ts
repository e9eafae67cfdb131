import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Base, Head } from "./base.ts";
import type { GitOptions } from "./git.ts";
import type { LoadedSpec } from "./resolve-side.ts";
import type { LoadedConfig } from "./snapshot.ts";

/** What to compare. */
export interface LoadOptions {
  /** Folder to start from; all paths given are relative to it. Default: the current one. */
  readonly cwd?: string;
  /** Configurations to review; by default the nearest one upwards, else all there are below. */
  readonly config?: string | readonly string[];
  /** Whether projects inside the one that was found are reviewed as well. */
  readonly nested?: boolean;
  /** The old version, as `--against` takes it. */
  readonly against?: string;
  /** The new version, as `--head` takes it: `git:REF`. Default: the files on disk. */
  readonly head?: string;
  /** Which specs: files, folders and patterns. Default: all. */
  readonly specs?: readonly string[];
  /** Whether a pattern may match nothing. */
  readonly allowEmpty?: boolean;
  /** Limits the review to specs that were touched: the others are not even listed. */
  readonly changed?: boolean;
  /** Whether git may be told to fetch the base when it is not in the clone. */
  readonly fetch?: boolean;
  /** Whether everything is new where there is no old version. A base that the clone merely does not reach is an error all the same. */
  readonly allowMissingBase?: boolean;
  /**
   * Which specs are read and resolved: those that changed (by default; all of a project whose routers or targets
   * did), or all.
   */
  readonly resolve?: "changed" | "all";
  /** Variables of the process, which tell a pull request's job. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How git is run. */
  readonly git?: Pick<GitOptions, "executable" | "timeoutMs">;
}

/** What happened to a spec. `moved`: same name at another path; `renamed`: another name, at the same path or not. */
export type PairKind = "same" | "changed" | "added" | "removed" | "moved" | "renamed";

/** Two versions of a spec, or one without the other. Paths count from the top of the review. */
export interface SpecPair {
  readonly kind: PairKind;
  /** Folder of the project it belongs to (of the new version where there is one). */
  readonly package: string;
  readonly beforePath?: string;
  readonly afterPath?: string;
  /** Names of the two versions, as far as they are known without reading the file. */
  readonly beforeName?: string;
  readonly afterName?: string;
  /** Absent for a file that did not change, which is not read, for one that is not there, and for one that cannot be read. */
  readonly before?: LoadedSpec;
  readonly after?: LoadedSpec;
  /** Whether the file itself says the same on both sides. */
  readonly sameText: boolean;
  /** Files that it refers to, however indirectly, and that changed. */
  readonly because: readonly string[];
  /** How much both have in common, from 0 to 1, where that was what matched them. */
  readonly similarity?: number;
  /** Why there is no old version although there is an old file: its errors. The spec is reported as new. */
  readonly baseInvalid?: readonly Diagnostic[];
}

/** One project of the review: a configuration and its specs. */
export interface LoadedPackage {
  /** Its folder below the top; empty for the top itself. */
  readonly folder: string;
  /** The configurations; absent on a side without the project. */
  readonly before?: LoadedConfig;
  readonly after?: LoadedConfig;
  /** Where the file of the old one stands, as the places of the old specs do. */
  readonly beforePath?: string;
  /** Whether the files differ. */
  readonly configChanged: boolean;
}

/** Two versions of the reviewed projects in memory. */
export interface LoadedReview {
  /** Absolute path of the top that all other paths count from: the repository's, or outside of one the reviewed folder. */
  readonly root: string;
  readonly base: Base;
  readonly head: Head;
  /** All specs, those that did not change among them (unless left out), by package and path. */
  readonly pairs: readonly SpecPair[];
  readonly packages: readonly LoadedPackage[];
  /** How many specs are in both versions and did not change, neither they nor what they refer to. */
  readonly unchangedCount: number;
  /** What is wrong with the new version, and warnings about it. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the comparison had to leave out or assume, a sentence each. */
  readonly warnings: readonly string[];
  /** With an error among the diagnostics nothing can be concluded: exit code 2 for the configuration's, 3 for a spec's. */
  readonly failure?: "config" | "specs";
  /** Text of a file of one side by path below the top, for excerpts; only of files that were needed. */
  textOf(side: "before" | "after", path: string): string | undefined;
}
