/** A type whose members can be set, while a value of it is put together. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
