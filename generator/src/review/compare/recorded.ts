import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Difference } from "../difference.ts";
import { openDocument } from "../normal/document.ts";
import type { Versions } from "./direction.ts";
import { shownText } from "./labels.ts";
import type { Located } from "./located.ts";
import { type Places, ruleFor } from "./to-difference.ts";
import { transplant } from "./transplant.ts";
import type { Validators } from "./validators.ts";

interface Surroundings {
  readonly versions: Versions;
  readonly validators: Validators;
  readonly located: readonly Located[];
  readonly places: Places;
}

/**
 * Adds what real outputs show: those that the new version refuses are old data that breaks. What the old version refused
 * as well was broken before, and says nothing of the change.
 */
export function addRecorded(
  differences: readonly Difference[],
  recorded: readonly Json[],
  { versions, validators, located, places }: Surroundings,
): readonly Difference[] {
  const refused = recorded.filter(
    (value) => versions.writtenAfter(value) === false && versions.writtenBefore(value) === true,
  );
  if (refused.length === 0) return differences;
  const kind = places.isInput ? "inputs" : "outputs";
  const found = [...differences];
  const explained = new Set<Json>();
  for (const one of located) {
    if (one.edit === undefined) continue;
    const alone = validators.modern(openDocument(transplant(versions.before, versions.after, one.edit, "before")).root);
    const own = refused.filter((value) => alone(value) === false);
    const pointer = places.prefix + places.origin[one.side](one.place.pointer);
    const index = found.findIndex(
      ({ rule, at, side }) => rule.replace(/^input-/, "") === one.rule && at === pointer && side === one.side,
    );
    const difference = found[index];
    const [witness] = own;
    if (witness === undefined || difference === undefined) continue;
    for (const value of own) explained.add(value);
    found[index] = {
      ...difference,
      ...(places.isInput ? { consumer: "breaking" } : {}),
      stored: "breaking",
      evidence: "recorded",
      notes: [...difference.notes, `${counted(own, recorded)} recorded ${kind} fail because of this.`],
      witness: { ...difference.witness, [places.isInput ? "caller" : "stored"]: witness },
    };
  }
  const unexplained = refused.filter((value) => !explained.has(value));
  const [first] = unexplained;
  if (first === undefined) return found;
  const note = `${counted(unexplained, recorded)} recorded ${kind} fail.`;
  return [
    ...found,
    {
      rule: ruleFor("compat-unproven", places.isInput),
      at: places.prefix,
      side: "after",
      what: "value",
      message: `The new schema refuses recorded ${kind}: ${shownText(note)}`,
      notes: [],
      consumer: places.isInput ? "breaking" : "safe",
      stored: "breaking",
      model: false,
      visible: "values",
      evidence: "recorded",
      witness: places.isInput ? { caller: first } : { stored: first },
      usedAt: [],
    },
  ];
}

function counted(some: readonly Json[], all: readonly Json[]): string {
  return `${some.length.toLocaleString("en")} of ${all.length.toLocaleString("en")}`;
}
