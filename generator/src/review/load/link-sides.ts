import { createClosures, type FileLinks, type LinkedFile, readLinks } from "../../spec/links.ts";
import { readSpec } from "../../spec/read.ts";
import type { SpecDocument } from "../../spec/spec.ts";
import { mayDeclareId, scanReferences } from "./reference-scan.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

/** One project on one side, with what its files have to do with each other. */
export interface LinkedSide {
  readonly snapshot: ProjectSnapshot;
  /** All files of the side: its specs, and what they may refer to however far away. */
  readonly files: ReadonlyMap<string, LinkedFile>;
  /** Paths of all files that the meaning of one may depend on, its own among them. */
  closureOf(path: string): readonly string[];
  /** The document of a file, read once. */
  documentOf(path: string): SpecDocument;
  /** Text of a file of the side, as far as it was needed. */
  textOf(path: string): string | undefined;
}

/** Two sides of a project, and which of their files are equal. */
export interface LinkedSides {
  readonly before: LinkedSide;
  readonly after: LinkedSide;
  /** Whether a path has the same text on both sides, or is on neither. */
  isSame(path: string): boolean;
}

/**
 * Links both sides of a project. Texts are loaded on the way: all of the new side, and of the old one what is not
 * equal to it by git's ids. Files are read as YAML or JSON only where a scan of the text does not tell enough.
 */
export async function linkSides(
  before: ProjectSnapshot,
  after: ProjectSnapshot,
  related: "same-project" | "unrelated" = "same-project",
): Promise<LinkedSides> {
  const compare = related === "unrelated" ? compareNothing(before, after) : createComparison(before, after);
  await compare.prepare([...before.specs, ...after.specs]);
  const documents = new Map<string, SpecDocument>();
  const left = createLinker(before, "before", compare, documents);
  const right = createLinker(after, "after", compare, documents);
  await left.follow();
  await right.follow();
  return { before: left.side(), after: right.side(), isSame: compare.isSame };
}

/** Compares files by id first, so that an equal one is read on one side only. */
interface Comparison {
  prepare(paths: readonly string[]): Promise<void>;
  isSame(path: string): boolean;
  /** Text of a file on one side; an equal one may have been loaded on the other only. */
  textOf(side: "before" | "after", path: string): string | undefined;
}

function createComparison(before: ProjectSnapshot, after: ProjectSnapshot): Comparison {
  const same = new Map<string, boolean>();
  const haveEqualIds = (path: string): boolean => {
    const ids = after.idsOf(path);
    return before.idsOf(path).some((id) => ids.includes(id));
  };
  return {
    async prepare(paths) {
      const missing = [...new Set(paths)].filter((path) => !same.has(path));
      await after.load(missing);
      const unclear = missing.filter((path) => !haveEqualIds(path));
      await before.load(unclear);
      for (const path of missing) same.set(path, true);
      for (const path of unclear) same.set(path, plain(before.textOf(path)) === plain(after.textOf(path)));
    },
    isSame: (path) => same.get(path) ?? false,
    textOf: (side, path) => {
      const own = (side === "before" ? before : after).textOf(path);
      return own ?? (same.get(path) === true ? after.textOf(path) : undefined);
    },
  };
}

/** Of two files that are compared with each other, nothing follows from the paths around them. */
function compareNothing(before: ProjectSnapshot, after: ProjectSnapshot): Comparison {
  return {
    async prepare(paths) {
      await before.load(paths);
      await after.load(paths);
    },
    isSame: () => false,
    textOf: (side, path) => (side === "before" ? before : after).textOf(path),
  };
}

/** Line ends mean nothing in YAML and JSON, and git may turn them around. */
function plain(text: string | undefined): string | undefined {
  return text?.replaceAll("\r\n", "\n");
}

interface Linker {
  follow(): Promise<void>;
  side(): LinkedSide;
}

function createLinker(
  snapshot: ProjectSnapshot,
  name: "before" | "after",
  compare: Comparison,
  documents: Map<string, SpecDocument>,
): Linker {
  const files = new Map<string, LinkedFile>();
  /** Files of which only a scan is known, so that they may declare ids. */
  const scanned = new Set<string>();

  const documentOf = (path: string): SpecDocument => {
    // Both sides share the document of a file that is the same on both.
    const key = `${compare.isSame(path) ? "both" : name}:${path}`;
    let document = documents.get(key);
    if (document === undefined) {
      document = readSpec(path, compare.textOf(name, path) ?? "");
      documents.set(key, document);
    }
    return document;
  };

  const linksOf = (path: string, text: string): FileLinks => {
    const references = scanReferences(text);
    if (references === undefined) return readLinks(documentOf(path));
    scanned.add(path);
    const found = references.map(($ref) => ({ $ref }));
    // Only path and value of a document are asked for.
    return readLinks({ path, value: found } as unknown as SpecDocument);
  };

  const add = async (paths: readonly string[]): Promise<void> => {
    for (let queue = paths; queue.length > 0; ) {
      const missing = queue.filter((path) => !files.has(path));
      await compare.prepare(missing);
      const asked = new Set<string>();
      for (const path of missing) {
        const text = compare.textOf(name, path);
        if (text === undefined) continue;
        const links = linksOf(path, text);
        files.set(path, { path, links });
        for (const other of links.files) if (!files.has(other)) asked.add(other);
      }
      queue = [...asked];
    }
  };

  return {
    async follow() {
      await add(snapshot.specs);
      if (!asksForIds(files)) return;
      // Somebody refers to an address that no path gives: the files that may declare it are read after all.
      const unread = [...scanned].filter((path) => mayDeclareId(compare.textOf(name, path) ?? ""));
      for (const path of unread) files.set(path, { path, links: readLinks(documentOf(path)) });
      await add(unread.flatMap((path) => files.get(path)?.links.files ?? []));
    },
    side() {
      const closureOf = createClosures(files);
      const closures = new Map<string, readonly string[]>();
      return {
        snapshot,
        files,
        documentOf,
        textOf: (path) => compare.textOf(name, path),
        closureOf(path) {
          const known = closures.get(path) ?? closureOf(path);
          closures.set(path, known);
          return known;
        },
      };
    },
  };
}

function asksForIds(files: ReadonlyMap<string, LinkedFile>): boolean {
  const declared = new Set([...files.values()].flatMap(({ links }) => links.declares));
  return [...files.values()].some(({ links }) => links.open === true || links.asks.some((one) => !declared.has(one)));
}
