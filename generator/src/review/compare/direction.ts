import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { walkSchemas } from "../../../../runtime/src/schema/keywords.ts";
import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { type Budget, BudgetError } from "../normal/budget.ts";
import { conjoin, openDocument, type SchemaDocument } from "../normal/document.ts";
import { accepts } from "../normal/expand.ts";
import { structureOf } from "../normal/structure.ts";
import type { Edit } from "./located.ts";
import { declaredOnly, openReader } from "./open-reader.ts";
import { createProver } from "./prove.ts";
import { transplant } from "./transplant.ts";
import type { Validate, Validators } from "./validators.ts";

/** Both versions, in the words of 2020-12 and as they were written. */
export interface Versions {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly writtenBefore: Validate;
  readonly writtenAfter: Validate;
}

/** One question: do values of one version fit the other, as it reads them? */
export interface Direction {
  readonly id: "consumer" | "stored";
  /** The version whose values are read by the other. */
  readonly from: "before" | "after";
  /** Whether it is proved that nothing breaks; and why not, where that is known. */
  readonly proven: boolean;
  readonly reason?: string;
  /** Whether no part of either version asks that something does not hold: what admits more never refuses more. */
  readonly isMonotone: boolean;
  /** Whether a value is one that can be met, by every validator, and the reader certainly refuses it. */
  isBroken(value: Json): boolean;
  /** The reader with one difference alone. */
  isolate(edit: Edit): Isolated;
}

/** A reader that differs from the producer in one place only. */
export interface Isolated {
  /** Whether it is proved that this difference alone breaks nothing. */
  readonly proven: boolean;
  isRefused(value: Json): boolean;
}

interface Sides {
  readonly versions: Versions;
  readonly validators: Validators;
  /** A budget for one proof; all end at the same time. */
  readonly newBudget: () => Budget;
}

/** Asks whether what is produced in one version is read without harm in the other, and proves it where it can. */
export function createDirection(id: Direction["id"], { versions, validators, newBudget }: Sides): Direction {
  const isConsumer = id === "consumer";
  const from = isConsumer ? "after" : "before";
  const { before, after } = versions;
  const produced = declaredOnly(versions[from]);
  const read = isConsumer ? openReader(before) : after;
  const writtenFrom = isConsumer ? versions.writtenAfter : versions.writtenBefore;
  const given = [validators.modern(versions[from]), writtenFrom];
  const writtenReader: Validate = isConsumer ? () => false : versions.writtenAfter;
  const producer = openDocument(produced);
  const reader = openDocument(read);
  // What says the same in the same words is read as it is written, however much of it is not taken apart.
  const whole = saysTheSame(before, after) || proveDocuments(producer, reader, newBudget());
  const refuse = refusalOf(reader, validators);
  return {
    id,
    from,
    proven: whole === true,
    ...(whole === "budget" ? { reason: "budget" } : {}),
    isMonotone: isMonotone(before) && isMonotone(after),
    isBroken: (value) => {
      // Most values are read as they were, and a validator is compiled at its first question.
      if (verdict(reader, value) === true) return false;
      const kept = verdict(producer, value);
      if (kept === false || !given.every((validate) => validate(value) === true)) return false;
      if (kept === undefined && validators.modern(produced)(value) !== true) return false;
      return writtenReader(value) === false && refuse(value);
    },
    isolate: (edit) => {
      const patched = isConsumer
        ? openReader(transplant(after, before, edit, "after"))
        : transplant(before, after, edit, "before");
      const document = openDocument(patched);
      const refusal = refusalOf(document, validators);
      let proven: boolean | undefined;
      return {
        get proven() {
          proven ??= proveDocuments(producer, document, newBudget()) === true;
          return proven;
        },
        // Where a difference is told apart from the others, what is certain by exact decimals needs no second opinion.
        isRefused: (value) => verdict(document, value) === false || refusal(value),
      };
    },
  };
}

/** Not accepted by exact decimals, and refused by the validator, which is compiled at the first question. */
function refusalOf(document: SchemaDocument, validators: Validators): (value: Json) => boolean {
  let validate: Validate | undefined;
  return (value) => {
    if (verdict(document, value) === true) return false;
    validate ??= validators.modern(document.root);
    return validate(value) === false;
  };
}

function verdict(document: SchemaDocument, value: Json): boolean | undefined {
  try {
    return accepts(conjoin(document, [document.rootPlace]), value);
  } catch (problem) {
    if (problem instanceof BudgetError || problem instanceof RangeError) return undefined;
    throw problem;
  }
}

function proveDocuments(inner: SchemaDocument, outer: SchemaDocument, budget: Budget): boolean | "budget" {
  const rootOf = (document: SchemaDocument) => conjoin(document, [document.rootPlace]);
  try {
    return createProver(budget).contained(rootOf(inner), rootOf(outer));
  } catch (problem) {
    if (problem instanceof BudgetError || problem instanceof RangeError) return "budget";
    throw problem;
  }
}

const asksOtherwise = ["not", "if", "maxContains", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef"];

// Branches of `oneOf` that are not disjoint are not taken apart by a proof, so nothing is concluded from them.
function isMonotone(root: JsonSchema): boolean {
  let holds = true;
  walkSchemas(root, "", (node) => {
    if (isRecord(node) && asksOtherwise.some((name) => Object.hasOwn(node, name))) holds = false;
  });
  return holds;
}

function saysTheSame(before: JsonSchema, after: JsonSchema): boolean {
  const [old, now] = [before, after].map((root) => structureOf(openDocument(root).rootPlace));
  return old !== undefined && old === now;
}
