import { OutspecError } from "../errors.ts";
import { FramingError } from "../framing/lines.ts";
import { UnansweredRequestError } from "../transport/transport.ts";

/**
 * Lets an adapter read what a provider sent. Whatever it throws is the provider's failure and goes to the next model: an
 * adapter may be the application's own, and what is sent may be nested deeper than the platform can follow. The reason is
 * the cause; it is not part of the message, because it may quote the answer.
 */
export function readSafely<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (OutspecError.is(error) || error instanceof FramingError || error instanceof UnansweredRequestError) throw error;
    throw new FramingError("what the provider sent cannot be read", { cause: error });
  }
}
