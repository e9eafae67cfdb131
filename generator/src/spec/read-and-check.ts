import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { checkSpec } from "./check.ts";
import { type FileLinks, readLinks } from "./links.ts";
import { readSpec, withoutMark } from "./read.ts";
import { type Naming, nameDocument } from "./resolve.ts";
import type { Json } from "./resolved-spec.ts";
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

/** The document of a checked file. It reads its text again where a position is asked for: syntax trees are many times its size. */
export function documentOf(
  path: string,
  source: string,
  { value, findings }: Pick<CheckedFile, "value" | "findings">,
): SpecDocument {
  let read: SpecDocument | undefined;
  const again = (): SpecDocument => {
    read ??= readSpec(path, source);
    return read;
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
