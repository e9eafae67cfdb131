import { dirname, resolve } from "node:path";
import { createConfig, defaultReview } from "../../config.ts";
import { hasError, sortDiagnostics } from "../../diagnostics/sort.ts";
import { UsageError } from "../../diagnostics/usage-error.ts";
import { findProject } from "../../files/find.ts";
import type { Base, Head } from "./base.ts";
import { type FileTree, inFolder } from "./file-tree.ts";
import { createFolderTree } from "./folder-tree.ts";
import { createGitTree } from "./git-tree.ts";
import { linkSides } from "./link-sides.ts";
import { LoadError } from "./load-error.ts";
import type { RepositoryAccess } from "./open-trees.ts";
import { resolveSide } from "./resolve-side.ts";
import type { LoadedReview, LoadOptions, SpecPair } from "./review.ts";
import { below } from "./scope.ts";
import { openSnapshot, type ProjectSnapshot } from "./snapshot.ts";

/** What comparing two files needs to know. */
export interface FilePairContext {
  readonly options: LoadOptions;
  readonly cwd: string;
  readonly access: RepositoryAccess;
}

/** One file among the files of its project. */
interface Side {
  readonly snapshot: ProjectSnapshot;
  readonly tree: FileTree;
  /** Path below the project. */
  readonly path: string;
  /** Folder of the project below the top. */
  readonly top: string;
}

/** Compares one file with one file, whatever they are called; each finds its references around itself. */
export async function loadFilePair(base: Base, head: Head, context: FilePairContext): Promise<LoadedReview> {
  const [given, ...more] = context.options.specs ?? [];
  if (given === undefined || more.length > 0)
    throw new LoadError("usage", "a file as the base is compared with one spec, and one has to be named", {
      hint: "as in: outspec diff schemas/triage.yaml --against file:old/triage.yaml",
    });
  const repository = await context.access.tryOpen();
  const root = repository?.top ?? context.cwd;
  const file = resolve(context.cwd, given);
  const after = await (head.kind === "git" ? inCommit(head.commit, below(root, file), context) : onDisk(file, root));
  const opening =
    base.kind === "file"
      ? onDisk(base.path, root)
      : base.kind === "git"
        ? inCommit(base.commit, base.path ?? "", context)
        : Promise.reject(new Error(`a ${base.kind} is no file`));
  const before = await opening.catch((error: unknown) => {
    after.tree.close();
    throw error;
  });
  try {
    return await compareFiles(base, head, root, adopting(before, after), after);
  } finally {
    before.tree.close();
    after.tree.close();
  }
}

async function onDisk(file: string, root: string): Promise<Side> {
  const project = projectOf(file);
  const tree = createFolderTree(project);
  const place = below(root, project);
  return openFile(tree, below(project, file), place.startsWith("../") ? project : place);
}

/** The project around a file, or its own folder. */
function projectOf(file: string): string {
  try {
    return findProject(dirname(file)).root;
  } catch (error) {
    if (error instanceof UsageError) return dirname(file);
    throw error;
  }
}

async function inCommit(commit: string, path: string, { access }: FilePairContext): Promise<Side> {
  const repository = await access.open();
  const whole = await createGitTree(repository, commit, { folder: "" });
  const folders = new Set(whole.configs().map((config) => config.slice(0, Math.max(0, config.lastIndexOf("/")))));
  whole.close();
  const steps = path.split("/").slice(0, -1);
  const above = steps.map((_, index) => steps.slice(0, steps.length - index).join("/"));
  const folder = [...above, ""].find((one) => folders.has(one)) ?? steps.join("/");
  const tree = await createGitTree(repository, commit, { folder });
  return openFile(tree, folder === "" ? path : path.slice(folder.length + 1), folder);
}

async function openFile(tree: FileTree, path: string, top: string): Promise<Side> {
  if (!tree.has(path))
    throw new LoadError("unreadable", `there is no file ${inFolder(top, path)}`, {
      hint: "name a file: file:old.yaml",
    });
  const opened = await openSnapshot(tree, { folder: "", configName: "" });
  const config = opened.config ?? {
    text: "",
    config: createConfig({ schemas: "." }),
    review: defaultReview,
    diagnostics: [],
  };
  const specs = opened.specs.includes(path) ? opened.specs : [path];
  return { snapshot: { ...opened, config, specs }, tree, path, top };
}

/** A file without a project around it is taken for one of the other file's project: it is asked of the same models. */
function adopting(side: Side, other: Side): Side {
  const { config } = other.snapshot;
  if (side.snapshot.config?.path !== undefined || config === undefined) return side;
  return { ...side, snapshot: { ...side.snapshot, config } };
}

async function compareFiles(base: Base, head: Head, root: string, before: Side, after: Side): Promise<LoadedReview> {
  const sides = await linkSides(before.snapshot, after.snapshot, "unrelated");
  const read = async (side: Side, linked: typeof sides.before): ReturnType<typeof resolveSide> =>
    resolveSide(linked, side.snapshot.config?.config ?? createConfig(), [side.path], (path) =>
      inFolder(side.top, path),
    );
  const old = (await read(before, sides.before)).get(before.path);
  const current = (await read(after, sides.after)).get(after.path);
  const wrong = (old?.diagnostics ?? []).filter(({ severity }) => severity === "error");
  const beforePath = inFolder(before.top, before.path);
  const pair: SpecPair = {
    kind: wrong.length > 0 ? "added" : "changed",
    package: after.top,
    beforePath,
    afterPath: inFolder(after.top, after.path),
    ...(old?.spec !== undefined && { beforeName: old.spec.spec.name }),
    ...(current?.spec !== undefined && { afterName: current.spec.spec.name }),
    ...(old?.spec !== undefined && wrong.length === 0 && { before: old.spec }),
    ...(current?.spec !== undefined && { after: current.spec }),
    sameText: sides.before.textOf(before.path) === sides.after.textOf(after.path),
    because: [],
    ...(wrong.length > 0 && { baseInvalid: wrong }),
  };
  const diagnostics = sortDiagnostics(current?.diagnostics ?? []);
  const [first] = wrong;
  return {
    root,
    base,
    head,
    pairs: [pair],
    packages: [
      {
        folder: after.top,
        ...(before.snapshot.config !== undefined && { before: before.snapshot.config }),
        ...(after.snapshot.config !== undefined && { after: after.snapshot.config }),
        configChanged: false,
      },
    ],
    unchangedCount: 0,
    diagnostics,
    warnings:
      first === undefined
        ? []
        : [`the old version is not valid, so that the spec is reported as new: ${beforePath}: ${first.message}`],
    ...(hasError(diagnostics) && { failure: "specs" as const }),
    textOf: (side, path) => {
      const one = side === "before" ? before : after;
      const inside =
        one.top === "" ? path : path.startsWith(`${one.top}/`) ? path.slice(one.top.length + 1) : undefined;
      return inside === undefined ? undefined : sides[side].textOf(inside);
    },
  };
}
