// Generated from schemas/_album.yaml. Do not edit: change the spec and run `outspec generate`.

import type { Circle, PartialCircle, PartialShape, PartialTree, Shape, Tree } from "./_shapes.js";

export interface Album {
  cover: Circle;
  shapes: Shape[];
  tree: Tree;
}

/** An {@link Album} while it is being written: absent means not decided yet. */
export interface PartialAlbum {
  readonly cover?: PartialCircle;
  readonly shapes?: readonly PartialShape[];
  readonly tree?: PartialTree;
}
