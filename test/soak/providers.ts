import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SoakedProvider, Told } from "./simulators.js";

/** The providers, in a process of their own. */
export interface Providers {
  /** Base URL of each. */
  readonly urls: Readonly<Record<SoakedProvider, string>>;
  /** How many requests they have not finished. */
  openRequests(): Promise<number>;
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
    async openRequests() {
      const told = listen();
      child.send("open?");
      const answer = await told;
      return answer.type === "open" ? answer.requests : 0;
    },
    stop() {
      child.off("exit", onLoss);
      child.disconnect();
    },
  };
}
