import type { Conjunction, Place } from "../normal/document.ts";
import type { Edit, Pair } from "./located.ts";
import { fixedPlaces } from "./places.ts";

/** The edit that gives a node the form of the other version as a whole. */
export function nodeEdit(pair: Pair): Edit {
  const placesOf = (node: Conjunction): readonly Place[] =>
    // What lets everything pass has no schema that judges, and stands somewhere all the same.
    [...fixedPlaces(node), ...(node.named === undefined ? [] : [node.named])].filter(({ made }) => !made).slice(0, 1);
  return { kind: "node", before: placesOf(pair.before), after: placesOf(pair.after) };
}
