import type { AttemptEndEvent, AttemptStartEvent, RouterHooks } from "./router.ts";

/** Names of the `node:diagnostics_channel` channels on which every attempt of every router is announced. */
export const channelNames = { attemptStart: "outspec:attempt:start", attemptEnd: "outspec:attempt:end" } as const;

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface Channels {
  readonly attemptStart: Channel;
  readonly attemptEnd: Channel;
}

let channels: Channels | undefined;

/** The channels of this process; nothing on platforms that have no such module. */
function findChannels(): Channels | undefined {
  if (channels !== undefined || typeof process === "undefined") return channels;
  // Asked for by name at run time, so that bundles for other platforms hold no import of a Node module.
  const module = process.getBuiltinModule?.("node:diagnostics_channel");
  if (module === undefined) return undefined;
  channels = {
    attemptStart: module.channel(channelNames.attemptStart),
    attemptEnd: module.channel(channelNames.attemptEnd),
  };
  return channels;
}

/** Tells a router's hooks and the process's channels that an attempt begins. */
export function announceStart(hooks: RouterHooks, event: AttemptStartEvent): void {
  callHook(hooks.onAttemptStart, event);
  const channel = findChannels()?.attemptStart;
  if (channel?.hasSubscribers === true) channel.publish(event);
}

/** Tells a router's hooks and the process's channels that an attempt has ended. */
export function announceEnd(hooks: RouterHooks, event: AttemptEndEvent): void {
  callHook(hooks.onAttemptEnd, event);
  const channel = findChannels()?.attemptEnd;
  if (channel?.hasSubscribers === true) channel.publish(event);
}

/** A hook watches a call and must not change how it ends, so what it throws becomes a warning. */
function callHook<E>(hook: ((event: E) => void) | undefined, event: E): void {
  try {
    hook?.(event);
  } catch (error) {
    const warning = `a hook of an Outspec router threw: ${error instanceof Error ? error.message : String(error)}`;
    if (typeof process === "undefined") console.warn(warning);
    else process.emitWarning(warning, "OutspecWarning");
  }
}
