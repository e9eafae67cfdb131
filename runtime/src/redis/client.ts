/**
 * What is needed of a client of Redis: `createClient` of the package `redis` (node-redis, version 5 or 6) makes one.
 *
 * It stays yours: you connect it, listen to its `error` event and close it. Every script and command here has one key,
 * so a cluster may hold the keys wherever it likes.
 */
export interface RedisClient {
  readonly isOpen: boolean;
  /** Clusters of version 5 do not say. */
  readonly isReady?: boolean;
  lRange(key: string, start: number, stop: number): Promise<string[]>;
  zRem(key: string, member: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
  publish(channel: string, message: string): Promise<unknown>;
  scriptLoad(script: string): Promise<string>;
  evalSha(hash: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Makes a second client of the same settings: one connection that listens. */
  duplicate(): RedisSubscriber;
}

/** What is needed of the client that listens. */
export interface RedisSubscriber {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  on(event: "ready" | "end" | "error", listener: (error?: unknown) => void): unknown;
  subscribe(channel: string, listener: () => void): Promise<unknown>;
  unsubscribe(channel: string, listener: () => void): Promise<unknown>;
  destroy(): unknown;
}
