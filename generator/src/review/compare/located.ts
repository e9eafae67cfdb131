import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Level } from "../difference.ts";
import type { Alternative } from "../normal/alternative.ts";
import type { Conjunction, Place } from "../normal/document.ts";

/** One step from a node to one inside it, as it is taken in each version. */
export interface Step {
  readonly step: string | number;
  readonly before?: Alternative;
  readonly after?: Alternative;
}

/** A node in both versions, and how one comes to it from the root. */
export interface Pair {
  readonly before: Conjunction;
  readonly after: Conjunction;
  readonly trail: readonly Step[];
}

/** Schemas of one version that say something together; what is edited. */
export type Owners = readonly Place[];

/** How the place of a difference is given the form of the other version, and nothing else is. */
export type Edit =
  | { readonly kind: "keywords"; readonly before: Owners; readonly after: Owners; readonly keywords: readonly string[] }
  | {
      readonly kind: "property" | "required";
      readonly before: Owners;
      readonly after: Owners;
      readonly name: string;
    }
  | {
      /** Values that are listed in one version only; where they are in no one list, the nodes get and lose them. */
      readonly kind: "values";
      readonly before: Owners;
      readonly after: Owners;
      readonly added: readonly Json[];
      readonly removed: readonly Json[];
      readonly isOneList: boolean;
    }
  | {
      /** The types that a node of bare types has in each version when this difference is taken back there. */
      readonly kind: "types";
      readonly before: Owners;
      readonly after: Owners;
      readonly types: Readonly<Record<"before" | "after", readonly string[]>>;
    }
  | {
      readonly kind: "null";
      readonly before: Owners;
      readonly after: Owners;
      readonly isNullable: Readonly<Record<"before" | "after", boolean>>;
    }
  | { readonly kind: "branch"; readonly owners: Owners; readonly branch: Place; readonly side: "before" | "after" }
  | { readonly kind: "node"; readonly before: Owners; readonly after: Owners };

/** Values of a node that show a difference, as far as they are known without drawing any. */
export interface Shown {
  /** Values of the old node that the new one may refuse. */
  readonly before?: readonly Json[];
  /** Values of the new node that the old one may refuse. */
  readonly after?: readonly Json[];
  /** Drawn from these instead of from the whole node. */
  readonly beforeFrom?: readonly Alternative[];
  readonly afterFrom?: readonly Alternative[];
}

/** A difference that has been found and is not judged yet. */
export interface Located {
  /** As it is named for outputs. */
  readonly rule: string;
  readonly data: Readonly<Record<string, string | undefined>>;
  readonly place: Place;
  readonly side: "before" | "after";
  readonly beforePlace?: Place;
  readonly what: "key" | "value";
  readonly visible: "types" | "values";
  readonly notes?: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  /** Absent where the difference harms nobody, whatever the schemas. */
  readonly edit?: Edit;
  readonly pair: Pair;
  readonly shown?: Shown;
  /** What generated source alone tells of readers. */
  readonly source?: Level;
  /** What callers meet in generated source, where that is another thing than for readers. */
  readonly callerSource?: Level;
  /** Whether the model does not see it. */
  readonly hidden?: boolean;
}

/** Takes down differences as they are found. */
export type Report = (found: Located) => void;

/** Goes on to a node inside the one that is compared; `false` for one that the comparison is inside of already. */
export type Descend = (pair: Pair) => boolean;
