import type { Alternative } from "../normal/alternative.ts";
import { ownerOf } from "../normal/alternative.ts";
import { type Conjunction, keywordsAt, listBelow, type Place, referred } from "../normal/document.ts";
import { isAnnotation } from "../normal/structure.ts";

/** The place where the text of a node stands: what a reference leads to, where the reference says nothing itself. */
function textPlace(place: Place): Place {
  const seen = new Set<Place>();
  let at = place;
  for (let target = referred(at); target !== undefined && !seen.has(at); target = referred(at)) {
    if (!Object.keys(keywordsAt(at)).every((name) => name === "$ref" || isAnnotation(name))) break;
    seen.add(at);
    at = target;
  }
  return at;
}

/** The place of a node. */
export function homeOf(node: Conjunction): Place {
  return textPlace(node.named ?? node.places[0] ?? node.document.rootPlace);
}

/** The places of all the schemas that are a node together; none where one of them stands nowhere. */
export function homesOf(node: Conjunction): readonly Place[] {
  const homes = node.places.length === 0 ? [homeOf(node)] : node.places.map(textPlace);
  return homes.some(({ made }) => made) ? [] : [...new Set(homes)];
}

/** A node that stands nowhere, because nothing is said of it, stands where the node around it does. */
export function standingAt(node: Conjunction, place: Place): Conjunction {
  return node.named === undefined ? { ...node, named: place } : node;
}

/** The place of one alternative of a node: its branch where the node is a union. */
function homeOfAlternative(alternative: Alternative, node: Conjunction): Place {
  const branch = alternative.branches.at(-1);
  return branch === undefined ? homeOf(node) : textPlace(branch);
}

/** The schema that states a keyword in an alternative, or else the place of the alternative. */
export function placeOf(alternative: Alternative, node: Conjunction, ...keywords: readonly string[]): Place {
  return ownerOf(alternative, ...keywords) ?? homeOfAlternative(alternative, node);
}

/** The schemas of an alternative that can be edited: those that stand somewhere. */
export function editable(alternative: Alternative, node: Conjunction): readonly Place[] {
  const home = homeOfAlternative(alternative, node);
  const members = alternative.members.filter(({ made, schema }) => !made && typeof schema === "object");
  return [...new Set([home, ...members])];
}

/** A node's schemas that judge every value of it, references followed. */
export function fixedPlaces(node: Conjunction): readonly Place[] {
  const found = new Set<Place>();
  const add = (place: Place): void => {
    if (found.has(place)) return;
    found.add(place);
    const target = referred(place);
    if (target !== undefined) add(target);
    for (const part of listBelow(place, "allOf")) add(part);
  };
  for (const place of node.places) add(place);
  return [...found];
}
