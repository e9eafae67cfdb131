import type { Json } from "../../spec/resolved-spec.ts";
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

/** Adds what real outputs show: those that the new version refuses are old data that breaks. */
export function addRecorded(
  differences: readonly Difference[],
  recorded: readonly Json[],
  { versions, validators, located, places }: Surroundings,
): readonly Difference[] {
  const refused = recorded.filter((value) => versions.writtenAfter(value) === false);
  if (refused.length === 0) return differences;
  const [count, total] = [refused.length, recorded.length].map((number) => number.toLocaleString("en"));
  const kind = places.isInput ? "inputs" : "outputs";
  const note = `${count} of ${total} recorded ${kind} fail.`;
  const valid = refused.filter((value) => versions.writtenBefore(value) === true);
  for (const one of located) {
    if (one.edit === undefined || valid.length === 0) continue;
    const alone = validators.modern(openDocument(transplant(versions.before, versions.after, one.edit, "before")).root);
    const witness = valid.find((value) => alone(value) === false);
    const pointer = places.prefix + places.origin[one.side](one.place.pointer);
    const index = differences.findIndex(
      ({ rule, at, side }) => rule.replace(/^input-/, "") === one.rule && at === pointer && side === one.side,
    );
    const difference = differences[index];
    if (witness === undefined || difference === undefined) continue;
    const stored: Difference = {
      ...difference,
      ...(places.isInput ? { consumer: "breaking" } : {}),
      stored: "breaking",
      evidence: "recorded",
      notes: [...difference.notes, note],
      witness: { ...difference.witness, [places.isInput ? "caller" : "stored"]: witness },
    };
    return differences.map((other, at) => (at === index ? stored : other));
  }
  const first = refused[0] ?? null;
  return [
    ...differences,
    {
      rule: ruleFor("compat-unproven", places.isInput),
      at: places.prefix,
      side: "after",
      what: "value",
      message: `The new schema refuses recorded ${kind}: ${shownText(note)}`,
      notes: valid.length === 0 ? ["The old schema refuses them as well."] : [],
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
