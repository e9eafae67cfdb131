/** FNV-1a over UTF-16 units, twice with different seeds: 16 hexadecimal digits, the same on every machine. Not cryptographic. */
export function fingerprint(text: string): string {
  return mix(text.length, (index) => text.charCodeAt(index));
}

/** {@link fingerprint} of bytes. */
export function fingerprintBytes(bytes: Uint8Array): string {
  // The index is always within the array.
  return mix(bytes.length, (index) => bytes[index] as number);
}

function mix(length: number, unitAt: (index: number) => number): string {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  for (let index = 0; index < length; index++) {
    const unit = unitAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ index, 0x01000193);
  }
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, "0");
  return hex(high) + hex(low);
}
