/** Code points from and to, both included. */
export type CharRange = readonly [from: number, to: number];

/** The last code point of Unicode. */
export const lastCodePoint = 0x10ffff;

/** What `\d` reads. */
export const digits: readonly CharRange[] = [[48, 57]];

/** What `\w` reads. */
export const wordCharacters: readonly CharRange[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];

/** What `\s` reads. */
export const spaces: readonly CharRange[] = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** What `.` does not read. */
export const lineEnds: readonly CharRange[] = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

/** The code points outside some ranges, in order. */
export function complement(ranges: readonly CharRange[]): readonly CharRange[] {
  const outside: CharRange[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) outside.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next > lastCodePoint ? outside : [...outside, [next, lastCodePoint]];
}
