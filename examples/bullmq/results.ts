import { Redis } from "ioredis";
import type { Summarised } from "./queue.js";

/** Where results are kept: one for each job. A table with a unique key does as well. */
export interface Results {
  get(id: string): Promise<Summarised | undefined>;
  /** Keeps a result, unless there is one; gives the one that is kept. */
  put(id: string, result: Summarised): Promise<Summarised>;
  close(): Promise<void>;
}

/** Opens the results in a hash of Redis. */
export function openResults(redisUrl: string, name = "summaries:results"): Results {
  const redis = new Redis(redisUrl);
  async function get(id: string): Promise<Summarised | undefined> {
    const text = await redis.hget(name, id);
    // The cast holds: `put` wrote it.
    return text === null ? undefined : (JSON.parse(text) as Summarised);
  }
  return {
    get,
    async put(id, result) {
      const isFirst = (await redis.hsetnx(name, id, JSON.stringify(result))) === 1;
      return isFirst ? result : ((await get(id)) ?? result);
    },
    async close() {
      await redis.quit();
    },
  };
}
