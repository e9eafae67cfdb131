import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ProjectConfig } from "../config.ts";
import type { CheckedFile } from "../spec/read-and-check.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { EmittedSpec, EmitUnit } from "./emit-spec.ts";

/** What decides a spec's files, without its positions, which do not travel between threads. */
export interface PlainUnit extends Omit<EmitUnit, "spec"> {
  readonly spec: Omit<ResolvedSpec, "rangeOf" | "rangeOfVariable">;
}

/** A spec's path and text. */
export type SpecText = readonly [path: string, text: string];

/** What a worker is asked: to read and check specs, or to emit them. */
export type WorkRequest =
  | { readonly id: number; readonly kind: "read"; readonly items: readonly SpecText[]; readonly config: ProjectConfig }
  | {
      readonly id: number;
      readonly kind: "emit";
      readonly items: readonly PlainUnit[];
      readonly config: ProjectConfig;
    };

/** What it answers, by the request's kind: `undefined` for a spec it could not finish, or not without findings. */
export interface WorkResults {
  readonly read: readonly (CheckedFile | undefined)[];
  readonly emit: readonly (EmittedSpec | undefined)[];
}

/** An answer, by the request's id. */
export interface WorkAnswer {
  readonly id: number;
  readonly results: WorkResults[keyof WorkResults];
}

/** One thread. When it broke down it answers nothing but `undefined`. */
export interface WorkLane {
  read(specs: readonly SpecText[], config: ProjectConfig): Promise<WorkResults["read"]>;
  emit(units: readonly EmitUnit[], config: ProjectConfig): Promise<WorkResults["emit"]>;
}

/** Threads that read and emit specs. */
export interface EmitWorkers {
  readonly lanes: readonly WorkLane[];
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
  return { lanes: workers, stop: () => workers.forEach(({ stop }) => void stop()) };
}

function startWorker(): WorkLane & { stop(): void } {
  const worker = new Worker(new URL("./emit-worker.js", import.meta.url), { resourceLimits });
  const waiting = new Map<number, (results: WorkAnswer["results"]) => void>();
  let isBroken = false;
  let last = 0;
  const breakDown = (): void => {
    isBroken = true;
    for (const answer of waiting.values()) answer([]);
    waiting.clear();
  };
  worker.on("message", ({ id, results }: WorkAnswer) => {
    waiting.get(id)?.(results);
    waiting.delete(id);
  });
  worker.on("error", breakDown);
  worker.on("exit", breakDown);
  const ask = <K extends WorkRequest["kind"]>(
    kind: K,
    items: Extract<WorkRequest, { readonly kind: K }>["items"],
    config: ProjectConfig,
  ): Promise<WorkResults[K]> =>
    new Promise((resolve) => {
      if (isBroken) return resolve([]);
      const id = ++last;
      // The cast holds: an answer is of the kind of its request.
      waiting.set(id, resolve as (results: WorkAnswer["results"]) => void);
      worker.postMessage({ id, kind, items, config });
    });
  return {
    read: (specs, config) => ask("read", specs, config),
    emit: (units, config) => ask("emit", units.map(plainUnit), config),
    stop: () => void worker.terminate(),
  };
}

function plainUnit({ spec: { rangeOf: _, rangeOfVariable: __, ...spec }, imports }: EmitUnit): PlainUnit {
  return { spec, imports };
}
