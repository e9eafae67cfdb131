import type { ProjectConfig } from "../config.ts";
import { shareWork } from "../emit/share-work.ts";
import type { EmitWorkers } from "../emit/workers.ts";
import { documentOf, readAndCheck } from "../spec/read-and-check.ts";
import type { SpecDocument } from "../spec/spec.ts";
import type { Memory } from "./memory.ts";

// Reading is quick, so that a lane wants more at once than of emission.
const batchSize = 16;

/** Reads and checks the specs that are new or say something else. */
export async function readChanged(
  memory: Memory,
  changed: readonly (readonly [string, string])[],
  keys: ReadonlyMap<string, string>,
  config: ProjectConfig,
  workers?: EmitWorkers,
): Promise<ReadonlyMap<string, SpecDocument>> {
  const files = await shareWork(changed, {
    lanes: (workers?.lanes ?? []).map(
      ({ read }) =>
        (batch) =>
          read(batch, config),
    ),
    batchSize,
    here: ([path, text]) => readAndCheck(path, text, config),
    onProgress: (done) => memory.onProgress({ phase: "read", done, total: changed.length }),
  });
  const documents = new Map<string, SpecDocument>();
  for (const [index, [path, text]] of changed.entries()) {
    const file = files[index];
    if (file === undefined) continue;
    const { diagnostics, naming, links } = file;
    memory.files.set(path, {
      key: keys.get(path) ?? "",
      diagnostics,
      ...(naming !== undefined && { naming }),
      links,
    });
    documents.set(path, documentOf(path, text, file));
  }
  return documents;
}
