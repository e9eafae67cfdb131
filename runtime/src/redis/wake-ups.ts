import { OutspecError } from "../errors.ts";
import type { RedisClient, RedisSubscriber } from "./client.ts";
import { type LogCommands, toStoreError } from "./commands.ts";

/** Tells readers that a log may have grown. One connection listens for all of them. */
export interface WakeUps {
  /** Resolves once `wake` will be called; the function it resolves with ends that. */
  follow(key: string, wake: () => void): Promise<() => void>;
  /** Closes the connection. */
  close(): void;
}

interface Channel {
  readonly wakes: Set<() => void>;
  readonly subscribed: Promise<unknown>;
  readonly dispatch: () => void;
}

/** Makes the wake-ups of a store. It connects when the first reader follows a log that another machine writes. */
export function createWakeUps(
  client: RedisClient,
  commands: LogCommands,
  onError: (problem: unknown) => void,
): WakeUps {
  const channels = new Map<string, Channel>();
  let isClosed = false;
  let listening: { readonly subscriber: RedisSubscriber; readonly connected: Promise<unknown> } | undefined;

  function wakeAll(): void {
    for (const { dispatch } of channels.values()) dispatch();
  }

  function listen(): NonNullable<typeof listening> {
    if (listening !== undefined) return listening;
    const subscriber = client.duplicate();
    subscriber.on("error", (problem) => onError(toStoreError(problem)));
    // What was published while it was not connected is lost.
    subscriber.on("ready", wakeAll);
    // A client that gives up is of no use any more. Who followed a log looks after it now and then.
    const forget = (): void => {
      if (listening?.subscriber !== subscriber) return;
      listening = undefined;
      channels.clear();
    };
    subscriber.on("end", forget);
    const connected = subscriber.connect();
    connected.catch(forget);
    listening = { subscriber, connected };
    return listening;
  }

  function open(name: string): Channel {
    const wakes = new Set<() => void>();
    const dispatch = (): void => {
      for (const wake of wakes) wake();
    };
    const { subscriber, connected } = listen();
    const subscribed = connected.then(() => subscriber.subscribe(name, dispatch));
    const channel = { wakes, subscribed, dispatch };
    channels.set(name, channel);
    return channel;
  }

  function leave(name: string, channel: Channel, wake: () => void): void {
    channel.wakes.delete(wake);
    if (channel.wakes.size > 0 || channels.get(name) !== channel) return;
    channels.delete(name);
    // A connection that cannot say so has nothing to unsubscribe from.
    channel.subscribed.then(() => listening?.subscriber.unsubscribe(name, channel.dispatch)).catch(() => {});
  }

  return {
    async follow(key, wake) {
      if (isClosed) throw new OutspecError("network", "the replay store was closed");
      const name = commands.channelOf(key);
      const channel = channels.get(name) ?? open(name);
      channel.wakes.add(wake);
      const end = (): void => leave(name, channel, wake);
      try {
        await commands.within(channel.subscribed);
      } catch (problem) {
        end();
        throw problem;
      }
      return end;
    },
    close() {
      isClosed = true;
      if (listening?.subscriber.isOpen === true) listening.subscriber.destroy();
      listening = undefined;
    },
  };
}
