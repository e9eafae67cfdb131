import { posix } from "node:path";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../runtime/src/schema/pointer.ts";
import { origin } from "./references.ts";
import type { SpecDocument } from "./spec.ts";

/**
 * What a file has to do with others, as plain data. It may name more than is really used, never less: whether a
 * file can have changed the meaning of another is decided by it, without reading either again.
 */
export interface FileLinks {
  /** Absolute addresses by which the file, or a schema inside it, may be known. */
  readonly declares: readonly string[];
  /** Absolute addresses, without fragment, that its references may ask for. */
  readonly asks: readonly string[];
  /** Paths below the project root that its references may lead to. */
  readonly files: readonly string[];
  /** There are too many possibilities to list: any file may matter. */
  readonly open?: true;
}

/** Ids in more folders than this in one file, each under each other, are not worth following. */
const mostFolders = 256;

const referenceKeywords: ReadonlySet<string> = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);

/** Reads the links of a file from all ids and references anywhere in it, schemas or not. */
export function readLinks(document: SpecDocument): FileLinks {
  const ids = new Set<string>();
  const references = new Set<string>();
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isRecord(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === "object") visit(inner);
      else if (typeof inner !== "string") continue;
      else if (key === "$id" || key === "id") ids.add(inner);
      else if (referenceKeywords.has(key)) references.add(inner);
    }
  };
  visit(document.value ?? null);

  const own = origin + encodeURI(document.path);
  const bases = new Set([own]);
  // Of the address it is resolved against, an id takes the folder only.
  const folders = new Set([folderOf(own)]);
  for (const id of ids) {
    if (id === "" || id.startsWith("#")) continue;
    // Which ids stand around this one is not looked at: it is resolved against all there are.
    for (const folder of [...folders]) {
      const address = resolveAddress(id, folder);
      if (address === undefined) continue;
      bases.add(address);
      folders.add(folderOf(address));
    }
    if (folders.size > mostFolders || id.startsWith("?")) return { declares: [own], asks: [], files: [], open: true };
  }
  const asks = new Set<string>();
  const files = new Set<string>();
  for (const reference of references) {
    const address = reference.replace(/#.*$/s, "");
    for (const base of address === "" || address.startsWith("?") ? bases : folders) {
      const absolute = address === "" ? base : resolveAddress(address, base);
      if (absolute !== undefined) asks.add(absolute);
    }
    if (address === "" || address.startsWith("/") || /^[a-z][a-z0-9+.-]*:/i.test(address)) continue;
    const path = posix.normalize(posix.join(posix.dirname(document.path), decode(address)));
    if (!path.startsWith("../")) files.add(path);
  }
  return { declares: [...bases], asks: [...asks], files: [...files] };
}

/** An address up to its last slash. One without slashes, such as a URN, stands for itself. */
function folderOf(address: string): string {
  const end = address.lastIndexOf("/");
  return end < 0 ? address : address.slice(0, end + 1);
}

function resolveAddress(address: string, base: string): string | undefined {
  try {
    return new URL(address, base).href.replace(/#.*$/s, "");
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A file of a run as {@link closureOf} sees it. */
export interface LinkedFile {
  readonly path: string;
  readonly links: FileLinks;
}

/** Finds, for files that know each other by path and by address, everything a file's meaning may depend on. */
export function createClosures(files: ReadonlyMap<string, LinkedFile>): (path: string) => readonly string[] {
  const byAddress = new Map<string, string[]>();
  for (const { path, links } of files.values()) {
    for (const address of links.declares) {
      const known = byAddress.get(address);
      if (known === undefined) byAddress.set(address, [path]);
      else known.push(path);
    }
  }
  return (start) => {
    const found = new Set([start]);
    for (const path of found) {
      const links = files.get(path)?.links;
      if (links === undefined) continue;
      if (links.open === true) return [...files.keys()].sort();
      for (const address of links.asks) for (const owner of byAddress.get(address) ?? []) found.add(owner);
      for (const file of links.files) if (files.has(file)) found.add(file);
    }
    return [...found].sort();
  };
}
