/** A double-quoted text may spell an ASCII letter as an escape, or go on behind a line break. */
const hidden = /\\(?:x[2-7]|u00[2-7]|U000000[2-7]|\r?\n)/;

const keyword = /\$(?:ref|dynamicRef|recursiveRef)/g;

/** A reference in one of its usual spellings: quoted without escapes, or plain and on one line. */
const reference =
  /\$(?:ref|dynamicRef|recursiveRef)["']?\s*:\s*(?:"([^"\\\n]*)"|'((?:[^'\n]|'')*)'|([^\s"'{}[\],&*!|>%@`#?:-][^\n]*))/g;

/** An `$id`, or an `id` (of draft 04) that stands for a single value and not, as a property, for a schema. */
const identity = /\$id|\bid["']?\s*:\s*(?!\{|[\w$-]+["']?\s*:\s|["'][^"'\n]*["']\s*:\s)\S/;

/**
 * Finds the references of a file without reading it: they may be more than there are, never less. `undefined` where
 * only reading tells. Reading takes a hundred times as long, and most files of a project need none.
 */
export function scanReferences(text: string): readonly string[] | undefined {
  if (hidden.test(text)) return undefined;
  const count = text.match(keyword)?.length ?? 0;
  if (count === 0) return [];
  if (identity.test(text)) return undefined;
  const found: string[] = [];
  let read = 0;
  for (const [, double, single, plain] of text.matchAll(reference)) {
    read++;
    if (plain === undefined) {
      found.push(double ?? single?.replaceAll("''", "'") ?? "");
      continue;
    }
    const comment = plain.search(/\s#/);
    const whole = (comment < 0 ? plain : plain.slice(0, comment)).trim();
    // In flow style it ends at a bracket or comma, in block style these belong to it.
    found.push(whole, whole.replace(/[,}\]].*$/s, "").trim());
  }
  return read === count ? found : undefined;
}

/** Whether a file may declare an address of its own, by which others refer to it. */
export function mayDeclareId(text: string): boolean {
  return hidden.test(text) || identity.test(text);
}

/**
 * The `name:` that a spec gives itself, as far as it is plain to see: `undefined` for none, and `unclear` where only
 * reading tells.
 */
export function scanName(text: string): { readonly name?: string } | "unclear" {
  // Only a mapping with `output` has a name of its own.
  const mayHave = /\bname["']?\s*:/.test(text) && /\boutput["']?\s*:/.test(text);
  if (hidden.test(text)) return "unclear";
  if (!mayHave) return {};
  // With the first key at the margin, all keys of the top are there.
  if (!/^\ufeff?(?:(?:#.*|---[ \t]*|[ \t]*)\r?\n)*[\w"'$]/.test(text) || /^\?/m.test(text)) return "unclear";
  if (!/^["']?name["']?[ \t]*:/m.test(text)) return {};
  const [, name] = /^name:[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]*(?:#.*)?\r?$/mu.exec(text) ?? [];
  return name === undefined ? "unclear" : { name };
}
