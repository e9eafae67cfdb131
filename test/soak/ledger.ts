import type { Answer } from "./answers.js";

/** Keeps account of calls and answers, so that none is lost and none counts twice. */
export interface Ledger {
  /** Calls begun. */
  readonly begun: number;
  /** Calls begun and not ended. */
  readonly open: number;
  /** Answers that have become a result. */
  readonly taken: number;
  /** Begins a call; gives its number. */
  begin(): number;
  /** Ends a call. Throws when it has ended before, or never began. */
  end(call: number): void;
  /** A call has this answer as its result. Throws when it is another call's, or has been a result before. */
  take(call: number, answer: Answer): void;
}

/** Opens a ledger. What it remembers of an answer is one bit: a run of hours must not grow by its own accounts. */
export function createLedger(): Ledger {
  const openCalls = new Set<number>();
  const takenOf = new Map<string, Uint8Array>();
  let begun = 0;
  let taken = 0;

  /** The bits of a provider's answers, with room for one of them. */
  const bitsFor = ({ provider, serial }: Answer): Uint8Array => {
    const bits = takenOf.get(provider) ?? new Uint8Array(1 << 20);
    if (serial < bits.length * 8) {
      takenOf.set(provider, bits);
      return bits;
    }
    const larger = new Uint8Array(2 ** Math.ceil(Math.log2(serial / 8 + 1)));
    larger.set(bits);
    takenOf.set(provider, larger);
    return larger;
  };

  return {
    get begun() {
      return begun;
    },
    get open() {
      return openCalls.size;
    },
    get taken() {
      return taken;
    },
    begin() {
      openCalls.add(begun);
      return begun++;
    },
    end(call) {
      if (!openCalls.delete(call)) throw new Error(`call ${call} ended twice`);
    },
    take(call, answer) {
      if (answer.call !== call) throw new Error(`call ${call} has an answer to call ${answer.call}`);
      const bits = bitsFor(answer);
      const [place, bit] = [answer.serial >> 3, 1 << (answer.serial & 7)];
      const byte = bits[place] ?? 0;
      if ((byte & bit) !== 0)
        throw new Error(`answer ${answer.serial} of ${answer.provider} became a result a second time`);
      bits[place] = byte | bit;
      taken++;
    },
  };
}
