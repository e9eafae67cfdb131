/** Counts the bytes that are copied or decoded while something runs: what takes time in proportion to them takes no more. */
export function countCopiedBytes(run: () => void): number {
  let bytes = 0;
  const { set, slice } = Uint8Array.prototype;
  const { decode } = TextDecoder.prototype;
  Uint8Array.prototype.set = function (this: Uint8Array, source, offset): void {
    bytes += source.length;
    set.call(this, source, offset);
  };
  Uint8Array.prototype.slice = function (this: Uint8Array, start, end) {
    const copy = slice.call(this, start, end);
    bytes += copy.length;
    return copy;
  };
  TextDecoder.prototype.decode = function (this: InstanceType<typeof TextDecoder>, source, options): string {
    bytes += source?.byteLength ?? 0;
    return decode.call(this, source, options);
  };
  try {
    run();
  } finally {
    Object.assign(Uint8Array.prototype, { set, slice });
    TextDecoder.prototype.decode = decode;
  }
  return bytes;
}
