import { ConfigurationError } from "../../errors.ts";
import { type ChannelName, callHook, channelNames, type EventOf, findChannelsModule } from "../announce.ts";
import type { RouterHooks } from "../events.ts";
import { createObserver } from "./observer.ts";
import type { TelemetryOptions } from "./options.ts";

/**
 * Makes spans and metrics of all calls of all routers in this process, without a change to the application.
 *
 * Returns a function that ends it: calls that begin afterwards are left out, those that are running are still followed
 * to their end. A call that a router's own {@link createTelemetryHooks} has taken is not told twice, nor is one that is
 * instrumented twice. Throws a `ConfigurationError` on platforms without `node:diagnostics_channel`.
 */
export function instrument(options: TelemetryOptions = {}): () => void {
  const module = findChannelsModule();
  if (module === undefined) {
    throw new ConfigurationError(
      "this platform has no node:diagnostics_channel: make routers with createRouter({ hooks: createTelemetryHooks() })",
    );
  }
  const observer = createObserver(options);
  const subscribers: (() => void)[] = [];
  let isEnding = false;

  const leave = (): void => {
    for (const unsubscribe of subscribers.splice(0)) unsubscribe();
  };
  const follow = <N extends ChannelName>(name: N, hook: (event: EventOf<N>) => void): void => {
    const listener = (message: unknown): void => {
      // The cast holds: only `announce` speaks on this channel. What a subscriber throws would end the process.
      callHook(hook, message as EventOf<N>);
      if (isEnding && observer.running === 0) leave();
    };
    module.subscribe(channelNames[name], listener);
    subscribers.push(() => module.unsubscribe(channelNames[name], listener));
  };

  follow("callStart", (event) => {
    if (!isEnding) observer.onCallStart(event);
  });
  follow("attemptStart", observer.onAttemptStart);
  follow("firstToken", observer.onFirstToken);
  follow("attemptEnd", observer.onAttemptEnd);
  follow("callEnd", observer.onCallEnd);
  return () => {
    isEnding = true;
    if (observer.running === 0) leave();
  };
}

/**
 * Makes the hooks that give spans and metrics of one router's calls: `createRouter({ hooks: createTelemetryHooks() })`.
 *
 * For platforms without `node:diagnostics_channel`, and for applications that want one router only.
 */
export function createTelemetryHooks(options: TelemetryOptions = {}): RouterHooks {
  const { onCallStart, onCallEnd, onAttemptStart, onFirstToken, onAttemptEnd } = createObserver(options);
  return { onCallStart, onCallEnd, onAttemptStart, onFirstToken, onAttemptEnd };
}
