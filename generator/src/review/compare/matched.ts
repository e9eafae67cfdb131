import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Level } from "../difference.ts";
import { type Alternative, ownerOf } from "../normal/alternative.ts";
import type { Place } from "../normal/document.ts";
import type { Edit, Located, Pair, Report, Shown } from "./located.ts";
import { editable, placeOf } from "./places.ts";

/** One alternative of a node in both versions. */
export interface Matched {
  readonly before: Alternative;
  readonly after: Alternative;
  readonly pair: Pair;
}

/** A difference of keywords. */
export interface Finding {
  readonly rule: string;
  readonly data?: Located["data"];
  readonly keywords: readonly string[];
  readonly notes?: readonly string[];
  readonly visible?: "types" | "values";
  readonly shown?: Shown;
  readonly edit?: Edit;
  readonly old?: Json;
  readonly now?: Json;
  readonly source?: Level;
}

/** Reports a difference of keywords at the schema that states them. */
export function reportKeywords(matched: Matched, report: Report, finding: Finding): void {
  report(locatedAt(matched, finding));
}

/** A difference of keywords at the schema that states them. */
export function locatedAt({ before, after, pair }: Matched, finding: Finding): Located {
  const { rule, keywords, shown, edit, old, now, source } = finding;
  return {
    rule,
    data: finding.data ?? {},
    place: placeOf(after, pair.after, ...keywords),
    side: "after",
    beforePlace: placeOf(before, pair.before, ...keywords),
    what: "value",
    visible: finding.visible ?? "values",
    ...(finding.notes === undefined ? {} : { notes: finding.notes }),
    ...(old === undefined ? {} : { before: old }),
    ...(now === undefined ? {} : { after: now }),
    edit: edit ?? {
      kind: "keywords",
      before: editable(before, pair.before),
      after: editable(after, pair.after),
      keywords,
    },
    pair,
    shown: { beforeFrom: [before], afterFrom: [after], ...shown },
    ...(source === undefined ? {} : { source }),
  };
}

/** Whether an alternative's values are listed by its schemas, and not just few by its type. */
export function isListed(alternative: Alternative): boolean {
  if (alternative.values === undefined) return false;
  const isFew = alternative.type === "null" || alternative.type === "boolean";
  return !isFew || ownerOf(alternative, "enum", "const") !== undefined;
}

/** The schemas of both versions that can be edited. */
export function ownersOf({ before, after, pair }: Matched): {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
} {
  return { before: editable(before, pair.before), after: editable(after, pair.after) };
}
