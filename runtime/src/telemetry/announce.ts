import type { RouterHooks } from "./events.ts";

/** Names of the `node:diagnostics_channel` channels on which all calls of all routers are announced. */
export const channelNames = {
  callStart: "outspec:call:start",
  callEnd: "outspec:call:end",
  attemptStart: "outspec:attempt:start",
  firstToken: "outspec:attempt:first-token",
  attemptEnd: "outspec:attempt:end",
} as const;

const hookNames = {
  callStart: "onCallStart",
  callEnd: "onCallEnd",
  attemptStart: "onAttemptStart",
  firstToken: "onFirstToken",
  attemptEnd: "onAttemptEnd",
} as const;

/** Which of the channels. */
export type ChannelName = keyof typeof channelNames;

/** What is said on a channel, which is what the hook of the same name is told. */
export type EventOf<N extends ChannelName> = Parameters<NonNullable<RouterHooks[(typeof hookNames)[N]]>>[0];

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** Node's module of channels, asked for by name at run time, so that bundles for other platforms hold no import of it. */
export function findChannelsModule(): typeof import("node:diagnostics_channel") | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:diagnostics_channel");
}

let channels: Readonly<Record<ChannelName, Channel>> | undefined;

/** The channels of this process; nothing on platforms that have no such module. */
function findChannels(): Readonly<Record<ChannelName, Channel>> | undefined {
  if (channels !== undefined) return channels;
  const module = findChannelsModule();
  if (module === undefined) return undefined;
  const entries = Object.entries(channelNames).map(([key, name]) => [key, module.channel(name)] as const);
  // The cast holds: there is an entry for each name.
  channels = Object.fromEntries(entries) as unknown as Record<ChannelName, Channel>;
  return channels;
}

/** Tells a router's hook and the process's channel of one kind of event, which is made only if somebody listens. */
export function announce<N extends ChannelName>(hooks: RouterHooks, name: N, makeEvent: () => EventOf<N>): void {
  // The cast holds: it only forgets which name it is.
  const hook = hooks[hookNames[name]] as ((event: EventOf<N>) => void) | undefined;
  const channel = findChannels()?.[name];
  if (hook === undefined && channel?.hasSubscribers !== true) return;
  const event = makeEvent();
  if (hook !== undefined) callHook(hook, event);
  if (channel?.hasSubscribers === true) channel.publish(event);
}

/** A hook watches a call and must not change how it ends, so what it throws becomes a warning. */
export function callHook<E>(hook: (event: E) => void, event: E, name = "a hook of an Outspec router"): void {
  try {
    hook(event);
  } catch (error) {
    const warning = `${name} threw: ${error instanceof Error ? error.message : String(error)}`;
    if (typeof process === "undefined") console.warn(warning);
    else process.emitWarning(warning, "OutspecWarning");
  }
}
