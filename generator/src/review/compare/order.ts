/** Something that stands elsewhere among the others than it did. */
export interface Move {
  readonly name: string;
  readonly where: "before" | "after";
  readonly other: string;
}

const longest = 1000;

/** The first name that left its place among the common ones; a name that was put between others moves none. */
export function findMove(before: readonly string[], after: readonly string[]): Move | undefined {
  const common = new Set(before.filter((name) => after.includes(name)));
  const old = before.filter((name) => common.has(name));
  const now = after.filter((name) => common.has(name));
  if (old.every((name, index) => now[index] === name)) return undefined;
  const stayed = new Set(old.length > longest ? [] : commonOrder(old, now));
  const name = old.find((one) => !stayed.has(one));
  if (name === undefined) return undefined;
  // The neighbour it had to cross: one that is on its other side now.
  const at = { old: old.indexOf(name), now: now.indexOf(name) };
  const crossed = old.filter((other, index) => index !== at.old && index < at.old !== now.indexOf(other) < at.now);
  const other = crossed.at(at.old < at.now ? -1 : 0) ?? "";
  return { name, where: at.old < at.now ? "after" : "before", other };
}

/** The longest common subsequence of two orders of the same names. */
function commonOrder(left: readonly string[], right: readonly string[]): readonly string[] {
  const position = new Map(right.map((name, index) => [name, index]));
  // Over a permutation it is the longest rising run of positions.
  const best: { readonly length: number; readonly previous: number }[] = [];
  left.forEach((name, index) => {
    let length = 1;
    let previous = -1;
    for (let earlier = 0; earlier < index; earlier++) {
      const before = best[earlier];
      const rises = (position.get(left[earlier] ?? "") ?? 0) < (position.get(name) ?? 0);
      if (rises && before !== undefined && before.length + 1 >= length) {
        length = before.length + 1;
        previous = earlier;
      }
    }
    best.push({ length, previous });
  });
  let at = best.reduce((top, one, index) => (one.length >= (best[top]?.length ?? 0) ? index : top), 0);
  const names: string[] = [];
  while (at >= 0) {
    names.unshift(left[at] ?? "");
    at = best[at]?.previous ?? -1;
  }
  return names;
}
