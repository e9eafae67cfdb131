import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { conjoin, type Place, type SchemaDocument } from "../normal/document.ts";
import { identityOf } from "../normal/structure.ts";
import { shownText } from "./labels.ts";
import type { Located } from "./located.ts";

/** The named definitions of a document. */
function definitionsOf(document: SchemaDocument): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const { root } = document;
  if (!isRecord(root)) return found;
  for (const keyword of ["$defs", "definitions"]) {
    const map = root[keyword];
    if (!isRecord(map)) continue;
    for (const name of Object.keys(map)) {
      const place = document.placeAt(`/${keyword}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      if (place !== undefined && !found.has(name)) found.set(name, place);
    }
  }
  return found;
}

const exportRule = { rule: "export-renamed", what: "key", visible: "types", hidden: true } as const;

/**
 * Finds definitions that have another key now, or are gone, taking their keys for what is exported. What a module truly
 * exports is compared in `compare-exports.ts`, which knows the whole spec.
 */
export function locateExports(before: SchemaDocument, after: SchemaDocument): readonly Located[] {
  const [old, now] = [definitionsOf(before), definitionsOf(after)];
  const added = new Map([...now].filter(([name]) => !old.has(name)));
  const pair = { before: conjoin(before, [before.rootPlace]), after: conjoin(after, [after.rootPlace]), trail: [] };
  return [...old].flatMap(([name, place]): Located[] => {
    if (now.has(name)) return [];
    const renamed = [...added].find(([, other]) => identityOf(other) === identityOf(place));
    if (renamed !== undefined) added.delete(renamed[0]);
    const broken = { ...exportRule, source: "breaking", callerSource: "breaking" } as const;
    if (renamed === undefined)
      return [{ ...broken, data: { old: shownText(name), gone: "gone" }, place, side: "before", before: name, pair }];
    const [other, there] = renamed;
    const data = { old: shownText(name), new: shownText(other) };
    return [{ ...broken, data, place: there, side: "after", beforePlace: place, before: name, after: other, pair }];
  });
}
