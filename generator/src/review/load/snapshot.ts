import { createConfig, defaultReview, type ProjectConfig, type ReviewConfig } from "../../config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasError } from "../../diagnostics/sort.ts";
import { readConfig } from "../../spec/read-config.ts";
import { type FileTree, inFolder } from "./file-tree.ts";

/** The configuration of one side, as text and as read. */
export interface LoadedConfig {
  /** Path below the package's folder: `outspec.yaml`; absent where the defaults are used. */
  readonly path?: string;
  readonly text: string;
  readonly config: ProjectConfig;
  readonly review: ReviewConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/** One project on one side: which files it has, and their texts as far as they were needed. Paths are below its folder. */
export interface ProjectSnapshot {
  /** Folder of the project below the top of the tree; empty for the top itself. */
  readonly folder: string;
  /** Absent where this side has no such project. */
  readonly config?: LoadedConfig;
  /** Paths of its specs, sorted. */
  readonly specs: readonly string[];
  has(path: string): boolean;
  idsOf(path: string): readonly string[];
  load(paths: Iterable<string>): Promise<void>;
  /** Text of a file that has been loaded; the lookup for `$ref`s, which never leaves this tree. */
  textOf(path: string): string | undefined;
}

// What imports look like is of no interest here; one answer for both sides keeps them comparable.
const importStyle = { importExtension: "js" } as const;

/** Reads a project's configuration; `undefined` where there is none and no folder of specs by the default name either. */
async function loadConfig(tree: FileTree, folder: string, name: string): Promise<LoadedConfig | undefined> {
  const names = name === "" ? ["outspec.yaml", "outspec.yml"] : [name];
  const path = names.find((one) => tree.has(inFolder(folder, one)));
  if (path === undefined) {
    const config = createConfig();
    return tree.listSpecs(folder, config) === undefined
      ? undefined
      : { text: "", config, review: defaultReview, diagnostics: [] };
  }
  await tree.load([inFolder(folder, path)], folder);
  const text = tree.textOf(inFolder(folder, path)) ?? "";
  return { path, text, ...(await readConfig(path, text, importStyle)) };
}

/** What opening a snapshot needs to know. */
export interface SnapshotOptions {
  readonly folder: string;
  /** Name of the configuration file; empty for the usual ones. */
  readonly configName: string;
  /** The other side's configuration: taken where this side says the same, or says nothing that can be read. */
  readonly like?: LoadedConfig;
  /** Whether `like` stands in where this side has no configuration. */
  readonly adopt?: boolean;
}

/** Opens one project of a tree: reads its configuration and lists its specs. */
export async function openSnapshot(tree: FileTree, options: SnapshotOptions): Promise<ProjectSnapshot> {
  const { folder } = options;
  const config = await chooseConfig(tree, options);
  const listed = config === undefined ? undefined : tree.listSpecs(folder, config.config);
  return {
    folder,
    ...(config !== undefined && { config }),
    specs: (listed ?? []).filter((path) => !belongsBelow(tree, folder, path)),
    has: (path) => tree.has(inFolder(folder, path)),
    idsOf: (path) => tree.idsOf(inFolder(folder, path)),
    load: (paths) =>
      tree.load(
        [...paths].map((path) => inFolder(folder, path)),
        folder,
      ),
    textOf: (path) => tree.textOf(inFolder(folder, path)),
  };
}

async function chooseConfig(tree: FileTree, options: SnapshotOptions): Promise<LoadedConfig | undefined> {
  const { folder, configName, like, adopt = false } = options;
  if (like !== undefined && adopt) return like;
  if (like?.path !== undefined) {
    const path = inFolder(folder, like.path);
    await tree.load(tree.has(path) ? [path] : [], folder);
    if (tree.textOf(path) === like.text) return like;
  }
  const own = await loadConfig(tree, folder, configName);
  // An old configuration that cannot be read must not hide the old specs.
  if (own !== undefined && like !== undefined && hasError(own.diagnostics)) return { ...own, config: like.config };
  return own;
}

/** Whether another configuration stands nearer to a spec than that of this folder. */
function belongsBelow(tree: FileTree, folder: string, path: string): boolean {
  const steps = path.split("/").slice(0, -1);
  return steps.some((_, index) => {
    const below = inFolder(folder, steps.slice(0, index + 1).join("/"));
    return tree.has(`${below}/outspec.yaml`) || tree.has(`${below}/outspec.yml`);
  });
}
