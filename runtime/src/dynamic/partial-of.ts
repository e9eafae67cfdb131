/**
 * A `T` while it is being written, deep and read-only: absent means not decided yet. Of `unknown` nothing is known.
 */
export type PartialOf<T> = unknown extends T
  ? unknown
  : T extends readonly unknown[]
    ? number extends T["length"]
      ? readonly PartialOf<T[number]>[]
      : { readonly [K in keyof T]?: PartialOf<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]?: PartialOf<T[K]> }
      : T;
