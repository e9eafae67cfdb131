import type { Codec } from "../codec.ts";
import type { RefusalPolicy, Settings, Timeouts } from "../options.ts";
import type { Message } from "../prompt.ts";
import type { Model } from "../providers/provider.ts";
import type { Limits } from "./deadlines.ts";
import { ladderKey } from "./mode-ladder.ts";
import type { Router } from "./router.ts";

/** One call, with every option decided. */
export interface RoutedCall {
  readonly router: Router;
  readonly codec: Codec;
  readonly messages: readonly Message[];
  /** Settings of the spec and of the call; a model's own come between them. */
  readonly specSettings: Settings;
  readonly callSettings: Settings;
  readonly stream: boolean;
  readonly timeouts: Timeouts;
  readonly midStream: "restart" | "fail";
  readonly onRefusal: RefusalPolicy;
  readonly signal: AbortSignal | undefined;
}

/** The settings to send to a model, and the names of those that are left out because it does not accept them. */
export function settingsFor(
  model: Model,
  call: RoutedCall,
): { readonly sent: Settings; readonly dropped: readonly string[] } {
  const wanted = { ...call.specSettings, ...model.options.settings, ...call.callSettings };
  const rejected = new Set<string>([
    ...(model.override?.rejects ?? []),
    ...(call.router.ladder.rejectedSettings.get(model) ?? []),
  ]);
  const set = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return {
    sent: Object.fromEntries(set.filter(([name]) => !rejected.has(name))),
    dropped: set.map(([name]) => name).filter((name) => rejected.has(name)),
  };
}

/**
 * The limits of an attempt on a model, in milliseconds.
 *
 * A first token takes long where the model reasons first, where a provider compiles a schema it has not seen, and
 * longest where a local server loads the model. Source: providers.md, section 1 fact 10.
 */
export function limitsFor(model: Model, call: RoutedCall, startedAt: number): Limits {
  const { timeouts, router, codec } = call;
  const reasoning = model.override?.reasoning === true;
  const warm = router.ladder.warm.has(ladderKey(model, codec));
  const firstToken = model.row.local === true ? 300_000 : reasoning || !warm ? 180_000 : 60_000;
  return {
    connect: timeouts.connectMs ?? 5_000,
    firstToken: timeouts.firstTokenMs ?? firstToken,
    idle: timeouts.idleMs ?? 60_000,
    total: timeouts.totalMs ?? 600_000,
    ...(timeouts.callMs === undefined ? {} : { call: startedAt + timeouts.callMs - router.clock.now() }),
  };
}
