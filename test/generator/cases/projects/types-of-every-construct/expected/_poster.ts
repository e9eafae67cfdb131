// Generated from schemas/_poster.yaml. Do not edit: change the spec and run `outspec generate`.

import type { Circle, PartialCircle, PartialShape, PartialTree, Shape, Tree } from "./_shapes.js";

export interface Poster {
  shape: Shape | null;
  tree: Tree;
  seals?: { [key: string]: Circle };
}

/** A {@link Poster} while it is being written: absent means not decided yet. */
export interface PartialPoster {
  readonly shape?: PartialShape | null;
  readonly tree?: PartialTree;
  readonly seals?: { readonly [key: string]: PartialCircle };
}
