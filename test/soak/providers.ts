import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SoakedProvider, Standing, Told } from "./simulators.js";

/** The providers, in a process of their own. */
export interface Providers {
  /** Base URL of each. */
  readonly urls: Readonly<Record<SoakedProvider, string>>;
  /** How they stand now. */
  ask(): Promise<Standing>;
  stop(): void;
}

/** Starts the providers; their faults follow from the seed. Calls back when they do not last until they are stopped. */
export async function startProviders(seed: number, onLoss: (code: number | null) => void): Promise<Providers> {
  const child = fork(join(import.meta.dirname, "simulators.js"), [String(seed)]);
  child.on("exit", onLoss);
  const listen = async (): Promise<Told> => (await once(child, "message"))[0];
  const ready = await listen();
  if (ready.type !== "ready") throw new Error("the providers say first where they are");
  return {
    urls: ready.urls,
    async ask() {
      const told = listen();
      child.send("standing?");
      const answer = await told;
      if (answer.type !== "standing") throw new Error("the providers say once where they are");
      return answer.standing;
    },
    stop() {
      child.off("exit", onLoss);
      child.disconnect();
    },
  };
}
