/** Most schemas a router remembers something of: where schemas are made while a program runs, there is no end of them. */
const most = 1000;

/** Adds a member to a set, which forgets what was added longest ago once it has too many. */
export function addRecent<T>(set: Set<T>, member: T): void {
  // What was used last matters only once something is about to be forgotten.
  if (set.size <= most / 2 && set.has(member)) return;
  set.delete(member);
  set.add(member);
  forgetOldest(set);
}

/** Sets an entry of a map, which forgets what was set longest ago once it has too many. */
export function setRecent<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  forgetOldest(map);
}

function forgetOldest<K>(kept: { readonly size: number; keys(): Iterable<K>; delete(key: K): boolean }): void {
  if (kept.size <= most) return;
  for (const key of kept.keys()) {
    kept.delete(key);
    return;
  }
}
