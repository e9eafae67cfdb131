/** The CRC-32 of IEEE 802.3, as in gzip and in AWS event streams. */
export function crc32(bytes: Uint8Array): number {
  table ??= createTable();
  let crc = 0xffffffff;
  // The table has an entry for every byte.
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Made when it is first asked for: most programs read no such stream. */
let table: Uint32Array | undefined;

function createTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let entry = byte;
    for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1;
    return entry;
  });
}
