import { assertedType } from "../formats.ts";
import type { Draft } from "../json.ts";
import { buildArray } from "./build-array.ts";
import { buildObject } from "./build-object.ts";
import { constraints, hasType, inferredTypes, shapesBy, typesOf, unsaidBy, valuesOf } from "./conjuncts.ts";
import type { NodeIr, ScalarType, TypeIr } from "./ir.ts";
import { constraintsOf } from "./keywords.ts";
import type { BuildBelow, Conjunct } from "./sources.ts";

const allConstraints: readonly string[] = Object.values(constraintsOf).flat();

/** A node without unions: literals, or one part for each JSON type it may have. */
export function buildSimple(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: NodeIr,
  below: BuildBelow,
  draft: Draft,
): TypeIr {
  const unsaid = [...base.unsaid, ...unsaidBy(conjuncts)];
  const types = typesOf(conjuncts);
  const values = valuesOf(conjuncts);
  if (values !== undefined) {
    const fitting = values.filter((value) => types === undefined || types.some((type) => hasType(value, type)));
    if (fitting.length === 0) return { ...base, kind: "never" };
    return { ...base, unsaid, kind: "literal", values: fitting };
  }
  const names = types ?? inferredTypes(conjuncts);
  if (names === undefined) {
    const all = [...new Set([...unsaid, ...shapesBy(conjuncts)])];
    return { ...base, unsaid: all, constraints: constraints(conjuncts, allConstraints), kind: "any" };
  }
  if (names.length === 0) return { ...base, kind: "never" };

  const inferred: Pick<NodeIr, "inferred"> = types === undefined ? { inferred: true } : {};
  const part = (kind: string): NodeIr => ({ ...base, ...inferred, id: `${base.id}~${kind}`, unsaid: [] });
  const parts: TypeIr[] = [];
  const formatted = assertedType(constraints(conjuncts, ["format"])["format"]) === "string";
  const scalars: ScalarType[] = [];
  for (const name of names) {
    if (name === "object") parts.push(buildObject(conjuncts, possible, part("object"), below));
    else if (name === "array") parts.push(buildArray(conjuncts, possible, part("array"), below, draft));
    else if (name === "string" && !formatted) {
      parts.push({ ...part("string"), constraints: constraints(conjuncts, constraintsOf.string), kind: "text" });
    } else {
      if (scalars.length === 0) {
        parts.push({
          ...part("scalar"),
          constraints: constraints(conjuncts, [
            ...(formatted && names.includes("string") ? constraintsOf.string : []),
            ...constraintsOf.number,
          ]),
          kind: "scalar",
          types: scalars,
        });
      }
      scalars.push(name);
    }
  }
  const [first] = parts;
  if (first !== undefined && parts.length === 1) {
    return { ...first, ...base, ...inferred, constraints: first.constraints, unsaid: [...unsaid, ...first.unsaid] };
  }
  const bare = parts.map((option): TypeIr => withoutAnnotations(option));
  return { ...base, unsaid, kind: "union", keyword: "type", options: bare };
}

function withoutAnnotations(type: TypeIr): TypeIr {
  const { description: _description, hold: _hold, ...bare } = type;
  return bare;
}
