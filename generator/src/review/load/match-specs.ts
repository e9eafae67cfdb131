import { findRenames } from "./similarity.ts";

/** A spec of one side, as far as matching goes. */
export interface Candidate {
  /** Folder of its project. */
  readonly package: string;
  /** Path below that folder. */
  readonly path: string;
  /** Its name; absent where the file cannot be read, or holds nothing but definitions. */
  readonly name?: string;
  readonly text: string;
}

/** Two versions of one spec, or one that has no other version. */
export interface Match {
  readonly before?: Candidate;
  readonly after?: Candidate;
  /** What tells that they are one: absent for a spec without another version. */
  readonly by?: "name" | "path" | "content";
  /** How much their texts have in common, where that was looked at. */
  readonly similarity?: number;
}

/**
 * Matches the specs of two versions: by name within a project, else by path, else by content (equal or at least 60 %
 * alike, in their own project first). Expects both sides sorted; what is left has been added or removed.
 */
export function matchSpecs(before: readonly Candidate[], after: readonly Candidate[]): readonly Match[] {
  const matches: Match[] = [];
  const open = { before: new Set(before), after: new Set(after) };
  const take = (one: Candidate, other: Candidate, more: Pick<Match, "by" | "similarity">): void => {
    open.before.delete(one);
    open.after.delete(other);
    matches.push({ before: one, after: other, ...more });
  };

  const nameKey = ({ package: folder, name }: Candidate): string | undefined =>
    name === undefined ? undefined : JSON.stringify([folder, name]);
  pairByKey(open, nameKey, (one, other) => take(one, other, { by: "name" }));
  pairByKey(
    open,
    ({ package: folder, path }) => JSON.stringify([folder, path]),
    (one, other) => take(one, other, { by: "path" }),
  );
  const folders = [...new Set([...open.before].map((one) => one.package))];
  for (const folder of folders) {
    const own = (side: ReadonlySet<Candidate>): Candidate[] => [...side].filter((one) => one.package === folder);
    for (const { before: one, after: other, similarity } of findRenames(own(open.before), own(open.after), textOf))
      take(one, other, { by: "content", similarity });
  }
  for (const { before: one, after: other, similarity } of findRenames([...open.before], [...open.after], textOf))
    take(one, other, { by: "content", similarity });

  return [
    ...matches,
    ...[...open.before].map((one): Match => ({ before: one })),
    ...[...open.after].map((other): Match => ({ after: other })),
  ];
}

function textOf({ text }: Candidate): string {
  return text;
}

/** Pairs what has the same key on both sides; a key that a side has twice pairs nothing. */
function pairByKey(
  open: { readonly before: ReadonlySet<Candidate>; readonly after: ReadonlySet<Candidate> },
  keyOf: (one: Candidate) => string | undefined,
  take: (one: Candidate, other: Candidate) => void,
): void {
  const index = (side: ReadonlySet<Candidate>): Map<string, Candidate | undefined> => {
    const byKey = new Map<string, Candidate | undefined>();
    for (const one of side) {
      const key = keyOf(one);
      if (key !== undefined) byKey.set(key, byKey.has(key) ? undefined : one);
    }
    return byKey;
  };
  const others = index(open.after);
  for (const [key, one] of index(open.before)) {
    const other = others.get(key);
    if (one !== undefined && other !== undefined) take(one, other);
  }
}
