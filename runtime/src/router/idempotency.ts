import type { Model } from "../providers/provider.ts";

/** Tells retries of one request from new requests, for a provider that looks at a header for it. */
export class IdempotencyKey {
  readonly #header: string | undefined;
  readonly #random: () => number;
  #value: string | undefined;

  /** The key of requests to a model; `random` gives numbers in [0, 1). */
  constructor({ options, row }: Model, random: () => number) {
    this.#header = (options.idempotencyHeader ?? row.idempotencyHeader)?.toLowerCase();
    this.#random = random;
  }

  /** The header to send, if the provider has one. */
  get headers(): Readonly<Record<string, string>> | undefined {
    if (this.#header === undefined) return undefined;
    this.#value ??= this.#newValue();
    return { [this.#header]: this.#value };
  }

  /** Says that the request is another one from here on. */
  renew(): void {
    this.#value = undefined;
  }

  /** 32 hexadecimal digits. */
  #newValue(): string {
    const part = (): string => Math.floor(this.#random() * 2 ** 32).toString(16);
    return Array.from({ length: 4 }, () => part().padStart(8, "0")).join("");
  }
}
