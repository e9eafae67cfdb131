import { parentPort } from "node:worker_threads";
import type { ProjectConfig } from "../config.ts";
import { type CheckedFile, readAndCheck } from "../spec/read-and-check.ts";
import { loadEmitTools } from "./emit-project.ts";
import { type EmitTools, type EmittedSpec, emitSpec } from "./emit-spec.ts";
import type { PlainUnit, WorkAnswer, WorkRequest, WorkResults } from "./workers.ts";

parentPort?.on("message", async (request: WorkRequest) => {
  const results = request.kind === "read" ? await readAll(request) : await emitAll(request);
  parentPort?.postMessage({ id: request.id, results } satisfies WorkAnswer);
});

async function readAll({ items, config }: Extract<WorkRequest, { kind: "read" }>): Promise<WorkResults["read"]> {
  const results: (CheckedFile | undefined)[] = [];
  // What goes wrong here goes wrong again where it can be told.
  for (const [path, text] of items) results.push(await readAndCheck(path, text, config).catch(() => undefined));
  return results;
}

async function emitAll({ items, config }: Extract<WorkRequest, { kind: "emit" }>): Promise<WorkResults["emit"]> {
  const tools = await loadEmitTools();
  const results: (EmittedSpec | undefined)[] = [];
  for (const unit of items) results.push(await emitWithoutFindings(tools, unit, config));
  return results;
}

/** Emits a spec; `undefined` where something is to be said about it, which needs positions. */
async function emitWithoutFindings(
  tools: EmitTools,
  { spec, imports }: PlainUnit,
  config: ProjectConfig,
): Promise<EmittedSpec | undefined> {
  const nowhere = { path: spec.path, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  try {
    const emitted = await emitSpec(tools, { spec: { ...spec, rangeOf: () => nowhere }, imports }, config);
    return emitted.diagnostics.length === 0 ? emitted : undefined;
  } catch {
    return undefined;
  }
}
