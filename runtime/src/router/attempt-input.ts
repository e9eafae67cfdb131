import type { Clock } from "../clock.ts";
import type { CancelSignal } from "../on-abort.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";
import type { KeptCredentials, Model } from "../providers/provider.ts";
import type { Transport } from "../transport/transport.ts";
import type { AnswerReader } from "./answer.ts";
import type { Limits } from "./deadlines.ts";
import type { Rung } from "./mode-ladder.ts";

/** Everything one request needs. */
export interface AttemptInput {
  readonly model: Model;
  readonly rung: Rung;
  readonly messages: readonly Message[];
  readonly settings: Settings;
  readonly stream: boolean;
  readonly limits: Limits;
  /** When the attempt began, on the clock. */
  readonly startedAt: number;
  readonly signal: CancelSignal | undefined;
  /** Sent beside the adapter's own headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Asked once, before the first token is read or, where the answer is not streamed, the answer. False gives the attempt
   * up: another one has answered first, and nothing of this one is handed to a reader.
   */
  readonly claim: () => boolean;
  /** Told of the first token of a streamed answer, with the milliseconds it took. */
  readonly onFirstToken: (ms: number) => void;
  /** Gives the reader of the answer; asked for once it has been claimed. */
  readonly reader: () => AnswerReader;
  readonly transport: Transport;
  /** Credentials of the model that are good for a while. */
  readonly kept: KeptCredentials;
  readonly clock: Clock;
}
