import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { IndexEntry } from "../emit/project-files.ts";
import type { SpecImports } from "../plan/exports.ts";
import type { EmittedFile } from "../plan/file.ts";
import type { FileLinks, LinkedFile } from "../spec/links.ts";
import type { OtherFiles } from "../spec/references.ts";
import type { Naming } from "../spec/resolve.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { SpecDocument } from "../spec/spec.ts";

/** What reading and checking a file gave, as plain data. `key` is a hash of all it was made from. */
export interface KnownFile {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the file is no spec, or none that can be read. */
  readonly naming?: Naming;
  readonly links: FileLinks;
}

/** What emitting a spec gave. `key` covers the spec, all it refers to, and the configuration. */
export interface KnownResult {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly EmittedFile[];
  readonly entry?: IndexEntry;
}

/** What a compiler has learnt, by path of the spec. Plain data: another compiler of the same version may go on from it. */
export interface Knowledge {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly results: ReadonlyMap<string, KnownResult>;
}

/** How far a run is. */
export interface Progress {
  readonly phase: "read" | "emit";
  readonly done: number;
  readonly total: number;
}

/** A spec that is resolved. Kept until all files of a run are emitted: another spec may have an error. */
export interface Resolved {
  readonly key: string;
  readonly spec: ResolvedSpec;
  /** What it can import from the specs it was resolved beside. Asked only when nothing has an error. */
  readonly importsOf: (spec: ResolvedSpec) => SpecImports;
  readonly diagnostics: readonly Diagnostic[];
}

/** All that a compiler remembers, by path. */
export interface Memory {
  readonly files: Map<string, KnownFile>;
  readonly results: Map<string, KnownResult>;
  readonly resolutions: Map<string, Resolved>;
  onProgress(progress: Progress): void;
}

/** A file of the run among the others. */
export interface Linked extends LinkedFile {
  readonly isSpec: boolean;
  /** Paths of all files its meaning may depend on, its own among them. */
  readonly closure: readonly string[];
  /** Covers the texts of all those, and the configuration. */
  readonly key: string;
}

/** What the steps of one run share. */
export interface Project {
  readonly memory: Memory;
  readonly specs: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, SpecDocument>;
  readonly linked: ReadonlyMap<string, Linked>;
  readonly config: ProjectConfig;
  readonly others: OtherFiles;
}
