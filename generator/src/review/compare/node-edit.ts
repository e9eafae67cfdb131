import type { Conjunction, Place } from "../normal/document.ts";
import type { Edit, Pair } from "./located.ts";
import { fixedPlaces } from "./places.ts";

/** The edit that gives a node the form of the other version as a whole. */
export function nodeEdit(pair: Pair): Edit {
  const placesOf = (node: Conjunction): readonly Place[] =>
    fixedPlaces(node)
      .filter(({ made }) => !made)
      .slice(0, 1);
  return { kind: "node", before: placesOf(pair.before), after: placesOf(pair.after) };
}
