import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ProjectConfig } from "../config.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { EmittedSpec, EmitUnit } from "./emit-spec.ts";

/** What decides a spec's files, without its positions, which do not travel between threads. */
export interface PlainUnit extends Omit<EmitUnit, "spec"> {
  readonly spec: Omit<ResolvedSpec, "rangeOf" | "rangeOfVariable">;
}

/** What a worker is asked. */
export interface EmitRequest {
  readonly id: number;
  readonly units: readonly PlainUnit[];
  readonly config: ProjectConfig;
}

/** What it answers: `undefined` for a spec it could not finish without findings. */
export interface EmitAnswer {
  readonly id: number;
  readonly results: readonly (EmittedSpec | undefined)[];
}

/** Threads that emit specs. */
export interface EmitWorkers {
  /** One function a thread. A thread that broke down answers nothing but `undefined`. */
  readonly lanes: readonly ((
    units: readonly EmitUnit[],
    config: ProjectConfig,
  ) => Promise<readonly (EmittedSpec | undefined)[]>)[];
  stop(): void;
}

/** A worker costs a second of loading, so it takes this many specs to be worth one. */
const fewestSpecs = 64;

/** What a thread makes is handed over at once, so that little of it needs to stay. */
const resourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 384 };

/** Each thread holds the compilers once more; with more of them memory would be the limit. */
const mostWorkers = 3;

/**
 * Starts threads for so many specs, one less than there are processors; `undefined` where they would not pay, or where
 * the generator runs from its sources, which a thread cannot load.
 */
export function startWorkers(specs: number): EmitWorkers | undefined {
  const count = Math.min(mostWorkers, availableParallelism() - 1, Math.floor(specs / fewestSpecs));
  if (count < 1 || import.meta.url.endsWith(".ts")) return undefined;
  const workers = Array.from({ length: count }, startWorker);
  return { lanes: workers.map(({ emit }) => emit), stop: () => workers.forEach(({ stop }) => void stop()) };
}

function startWorker(): { readonly emit: EmitWorkers["lanes"][number]; stop(): void } {
  const worker = new Worker(new URL("./emit-worker.js", import.meta.url), { resourceLimits });
  const waiting = new Map<number, (results: EmitAnswer["results"]) => void>();
  let isBroken = false;
  let last = 0;
  const breakDown = (): void => {
    isBroken = true;
    for (const answer of waiting.values()) answer([]);
    waiting.clear();
  };
  worker.on("message", ({ id, results }: EmitAnswer) => {
    waiting.get(id)?.(results);
    waiting.delete(id);
  });
  worker.on("error", breakDown);
  worker.on("exit", breakDown);
  return {
    emit: (units, config) =>
      new Promise((resolve) => {
        if (isBroken) return resolve([]);
        const id = ++last;
        waiting.set(id, resolve);
        const plain = units.map(({ spec: { rangeOf: _, rangeOfVariable: __, ...spec }, imports }): PlainUnit => {
          return { spec, imports };
        });
        worker.postMessage({ id, units: plain, config } satisfies EmitRequest);
      }),
    stop: () => void worker.terminate(),
  };
}
