import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord, splitPointer } from "../../../../runtime/src/schema/pointer.ts";

/** Compares two places by where they stand in a document; one that is not there comes last among its siblings. */
export function comparePointers(root: Json, left: string, right: string): number {
  const [one, other] = [splitPointer(left), splitPointer(right)];
  let node: Json | undefined = root;
  for (let depth = 0; depth < Math.min(one.length, other.length); depth++) {
    const [mine, theirs] = [one[depth] ?? "", other[depth] ?? ""];
    if (mine !== theirs) {
      const order = positionOf(node, mine) - positionOf(node, theirs);
      return order !== 0 ? order : mine < theirs ? -1 : 1;
    }
    if (isList(node)) node = node[Number(mine)];
    else node = isRecord(node) && Object.hasOwn(node, mine) ? node[mine] : undefined;
  }
  return one.length - other.length;
}

function positionOf(node: Json | undefined, step: string): number {
  if (isList(node)) return Number(step);
  const index = isRecord(node) ? Object.keys(node).indexOf(step) : -1;
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
}
