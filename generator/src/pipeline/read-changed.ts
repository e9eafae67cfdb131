import type { ProjectConfig } from "../config.ts";
import { checkSpec } from "../spec/check.ts";
import { readLinks } from "../spec/links.ts";
import { readSpec } from "../spec/read.ts";
import { nameDocument } from "../spec/resolve.ts";
import type { SpecDocument } from "../spec/spec.ts";
import type { Memory } from "./memory.ts";

/** Reads and checks the specs that are new or say something else. */
export async function readChanged(
  memory: Memory,
  changed: readonly (readonly [string, string])[],
  keys: ReadonlyMap<string, string>,
  config: ProjectConfig,
): Promise<ReadonlyMap<string, SpecDocument>> {
  const documents = new Map<string, SpecDocument>();
  for (const [index, [path, text]] of changed.entries()) {
    const document = readSpec(path, text);
    const naming = nameDocument(document, config);
    memory.files.set(path, {
      key: keys.get(path) ?? "",
      diagnostics: [...document.findings, ...(await checkSpec(document, config))],
      ...(naming !== undefined && { naming }),
      links: readLinks(document),
    });
    documents.set(path, withoutTree(document, text));
    memory.onProgress({ phase: "read", done: index + 1, total: changed.length });
  }
  return documents;
}

/** The same document, which reads its text again where a position is asked for: syntax trees are many times its size. */
function withoutTree({ path, text, value, findings }: SpecDocument, source: string): SpecDocument {
  let read: SpecDocument | undefined;
  const again = (): SpecDocument => {
    read ??= readSpec(path, source);
    return read;
  };
  return {
    path,
    text,
    value,
    findings,
    rangeOf: (pointer, what) => again().rangeOf(pointer, what),
    rangeInText: (pointer, start, end) => again().rangeInText(pointer, start, end),
  };
}
