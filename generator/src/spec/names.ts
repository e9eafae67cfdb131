import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import { reservedTypes, reservedValues } from "../../../runtime/src/schema/reserved-names.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";

/** The name of a value or function from a type's name: `PatientSummary` → `patientSummary`. */
export function camelCase(typeName: string): string {
  return typeName.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll}|\P{L}|$)|^\p{Lu}/u, (start) => start.toLowerCase());
}

/** What the generated file of a spec calls things. */
export interface SpecNames {
  /** The output's type: `PatientSummary`. */
  readonly type: string;
  readonly partial: string;
  readonly input: string;
  /** The spec object: `patientSummary`. */
  readonly value: string;
  readonly generate: string;
  readonly stream: string;
}

/** The names that follow from the name of a spec. */
export function specNames(name: string): SpecNames {
  const value = camelCase(name);
  return {
    type: name,
    partial: `Partial${name}`,
    input: `${name}Input`,
    // Scripts without capitals give the object the name of its type, which one file could not export twice.
    value: reservedValues.has(value) || value === name ? `${value}Spec` : value,
    generate: `generate${name}`,
    stream: `stream${name}`,
  };
}

/** The names that every other spec has to leave to this one. */
function exportedNames({ name, shared, rootless }: NamedSpec): readonly string[] {
  const names = specNames(name);
  if (shared) return rootless ? [] : [names.type, names.partial];
  return Object.values(names);
}

/** Checks a type's name; `from` says where it comes from. */
export function checkName(name: string, from: "file" | "name", range: SourceRange): Diagnostic[] {
  const shown = JSON.stringify(name);
  const way = from === "file" ? "rename the file, or give the spec a `name:`" : undefined;
  if (reservedTypes.has(name) || reservedTypes.has(camelCase(name)) || reservedValues.has(camelCase(name))) {
    return [
      error(
        "reserved-name",
        range,
        `${shown} is a name that TypeScript or the generated code already uses`,
        way ?? `choose another, for example "${name}Output"`,
      ),
    ];
  }
  if (!/^[\p{Lu}\p{Lo}\p{Lt}][\p{L}\p{N}]*$/u.test(name)) {
    const better = pascalCase(name).replace(/^\p{N}+/u, "");
    const hint =
      way ??
      (better === "" || better === name
        ? "letters and digits, starting with a capital: PatientSummary"
        : `did you mean ${JSON.stringify(better)}?`);
    return [
      error("invalid-name", range, `${shown} is not a type's name: a capital letter, then letters and digits`, hint),
    ];
  }
  return [];
}

/** What the collision check needs to know of a spec. */
export interface NamedSpec {
  readonly path: string;
  readonly stem: string;
  readonly name: string;
  readonly shared: boolean;
  /** There is no type of that name: the file holds nothing but definitions. */
  readonly rootless: boolean;
  /** Where the name stands; the file's first character when the file name gives it. */
  readonly nameRange: SourceRange;
}

/** Finds specs that would export the same name or write the same file. The finding is at the later file and names both. */
export function checkCollisions(specs: readonly NamedSpec[]): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const names = new Map<string, NamedSpec>();
  const stems = new Map<string, NamedSpec>();
  for (const spec of specs) {
    // Some disks do not tell capitals apart.
    const stem = spec.stem.toLowerCase();
    const sameStem = stems.get(stem);
    if (sameStem !== undefined) {
      findings.push(
        error(
          "file-collision",
          spec.nameRange,
          `${spec.path} and ${sameStem.path} would both be generated as ${spec.stem}.ts`,
          "rename one of the two files",
        ),
      );
      continue;
    }
    stems.set(stem, spec);
    if (stem === "index" || stem === "router" || stem.startsWith("internal/")) {
      findings.push(
        error(
          "file-collision",
          spec.nameRange,
          `${spec.stem}.ts is generated from all specs together`,
          "rename the file",
        ),
      );
    }
    const exported = exportedNames(spec);
    const taken = exported.find((name) => names.has(name));
    const other = taken === undefined ? undefined : names.get(taken);
    if (taken !== undefined && other !== undefined) {
      const place = `${other.path}:${other.nameRange.start.line}`;
      const message =
        spec.name === other.name
          ? `the name ${JSON.stringify(spec.name)} of ${spec.path} is already that of ${place}`
          : `${JSON.stringify(taken)} would also be exported for ${place}`;
      findings.push(
        error("name-collision", spec.nameRange, message, "rename one of the two files, or give one another `name:`"),
      );
    }
    for (const name of exported) if (!names.has(name)) names.set(name, spec);
  }
  return findings;
}
