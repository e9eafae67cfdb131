/** Streams that are resumed on whichever machine the page comes to: `@outspec/runtime/redis`. */
export type { RedisClient, RedisSubscriber } from "./redis/client.ts";
export { createRedisReplay, type RedisReplay, type RedisReplayOptions } from "./redis/redis-replay.ts";
