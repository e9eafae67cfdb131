import { parentPort } from "node:worker_threads";
import type { ProjectConfig } from "../config.ts";
import { loadEmitTools } from "./emit-project.ts";
import { type EmitTools, type EmittedSpec, emitSpec } from "./emit-spec.ts";
import type { EmitAnswer, EmitRequest, PlainUnit } from "./workers.ts";

// Loading starts with the thread: the first specs arrive when the others have been read.
const loading = loadEmitTools();

parentPort?.on("message", async ({ id, units, config }: EmitRequest) => {
  const tools = await loading;
  const results: (EmittedSpec | undefined)[] = [];
  for (const unit of units) results.push(await emitWithoutFindings(tools, unit, config));
  parentPort?.postMessage({ id, results } satisfies EmitAnswer);
});

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
