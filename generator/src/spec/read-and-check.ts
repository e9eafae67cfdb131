import type { Json } from "../../../runtime/src/schema/json.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { checkSpec } from "./check.ts";
import { type FileLinks, readLinks } from "./links.ts";
import { readSpec, withoutMark } from "./read.ts";
import { type Naming, nameDocument } from "./resolve.ts";
import type { SpecDocument } from "./spec.ts";

/** What reading and checking one file gives, as plain data, which travels between threads. */
export interface CheckedFile {
  readonly value: Json | undefined;
  /** What is wrong with the file as YAML or JSON. */
  readonly findings: readonly Diagnostic[];
  /** Those, and what is wrong with what it says. */
  readonly diagnostics: readonly Diagnostic[];
  readonly naming?: Naming;
  readonly links: FileLinks;
}

/** Reads and checks one spec by itself. */
export async function readAndCheck(path: string, source: string, config: ProjectConfig): Promise<CheckedFile> {
  const document = readSpec(path, source);
  const { value, findings } = document;
  const naming = nameDocument(document, config);
  const diagnostics = [...findings, ...(await checkSpec(document, config))];
  return { value, findings, diagnostics, ...(naming !== undefined && { naming }), links: readLinks(document) };
}

/**
 * The document of a file that was read. Syntax trees are many times its size, and only positions need them: a tree is
 * kept while there is memory for it, and its text is read again where a position is asked for after that.
 */
export function documentOf(
  path: string,
  source: string,
  read: Pick<CheckedFile, "value" | "findings"> | SpecDocument,
): SpecDocument {
  const { value, findings } = read;
  let tree = "rangeOf" in read ? new WeakRef(read) : undefined;
  const again = (): SpecDocument => {
    const kept = tree?.deref();
    if (kept !== undefined) return kept;
    const next = readSpec(path, source);
    tree = new WeakRef(next);
    return next;
  };
  return {
    path,
    text: withoutMark(source),
    value,
    findings,
    rangeOf: (pointer, what) => again().rangeOf(pointer, what),
    rangeInText: (pointer, start, end) => again().rangeInText(pointer, start, end),
  };
}
