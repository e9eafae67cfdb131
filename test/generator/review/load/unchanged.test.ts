import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createConfig, defaultReview } from "../../../../generator/src/config.ts";
import { preparePackage } from "../../../../generator/src/review/load/package-sides.ts";
import { resolveSide } from "../../../../generator/src/review/load/resolve-side.ts";
import type { ProjectSnapshot } from "../../../../generator/src/review/load/snapshot.ts";
import { readLinks } from "../../../../generator/src/spec/links.ts";
import { readSpec } from "../../../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../../../generator/src/spec/resolve.ts";
import type { SpecDocument } from "../../../../generator/src/spec/spec.ts";
import { lawRuns } from "../../../law-runs.ts";

const config = createConfig();

type Files = ReadonlyMap<string, string>;

/** A project in memory, with ids as git would give them. */
function snapshotOf(files: Files): ProjectSnapshot {
  return {
    folder: "",
    config: { text: "", config, review: defaultReview, diagnostics: [] },
    specs: specsOf(files),
    has: (path) => files.has(path),
    idsOf: (path) => {
      const text = files.get(path);
      return text === undefined ? [] : [createHash("sha1").update(text).digest("hex")];
    },
    load: () => Promise.resolve(),
    textOf: (path) => files.get(path),
  };
}

function specsOf(files: Files): readonly string[] {
  return [...files.keys()].filter((path) => path.startsWith("schemas/")).sort();
}

/** What every spec means, found the long way: all files are read and resolved. */
async function meanings(files: Files): Promise<ReadonlyMap<string, string>> {
  const read = (path: string): SpecDocument => readSpec(path, files.get(path) ?? "");
  const reached = new Set(specsOf(files));
  for (const path of reached) for (const other of readLinks(read(path)).files) if (files.has(other)) reached.add(other);
  const ahead = [...reached].filter((path) => !path.startsWith("schemas/")).sort();
  const around = { paths: [...reached].sort(), ahead };
  const { specs, own } = await resolveSpecs(specsOf(files).map(read), config, files, around);
  return new Map(
    specs.map(({ path, name, draft, schema, input, prompt }, index) => {
      const errors = (own[index] ?? []).filter(({ severity }) => severity === "error").map(({ code }) => code);
      return [path, JSON.stringify({ name, draft, schema, input, prompt, errors: errors.sort() })];
    }),
  );
}

const paths = [
  "schemas/a.yaml",
  "schemas/b.yaml",
  "schemas/_c.yaml",
  "schemas/deep/d.json",
  "schemas/e.yaml",
  "common/f.json",
  "common/g.yaml",
];
const types = ["string", "integer", "boolean"];

const schema = fc.record({
  type: fc.constantFrom(...types),
  id: fc.option(fc.constantFrom("https://example.com/x.json", "other/x.json", "h.yaml"), { freq: 3 }),
  refs: fc.array(
    fc.tuple(
      fc.constantFrom(
        "a.yaml",
        "_c.yaml#/$defs/T",
        "./b.yaml",
        "deep/d.json",
        "../schemas/_c.yaml#/$defs/T",
        "../common/f.json",
        "../common/g.yaml#/$defs/T",
        "../../common/g.yaml",
        "https://example.com/x.json",
        "x.json",
        "other/x.json",
        "#/$defs/T",
        "#",
        "nowhere.yaml",
      ),
      fc.constantFrom("block", "flow", "escaped"),
    ),
    { maxLength: 3 },
  ),
});

type Schema = typeof schema extends fc.Arbitrary<infer T> ? T : never;

function print(path: string, { type, id, refs: given }: Schema): string {
  // Whether a reference that climbs out of the project is refused depends on what else was read before it.
  const isDeep = path.split("/").length > 2 && id === null;
  const refs = given.filter(([ref]) => isDeep || !ref.startsWith("../../"));
  if (path.endsWith(".json")) {
    const properties = Object.fromEntries(refs.map(([$ref], index) => [`r${index}`, { $ref }]));
    return JSON.stringify({ ...(id !== null && { $id: id }), type: "object", properties, $defs: { T: { type } } });
  }
  const lines = refs.map(([ref, style], index) => {
    if (style === "flow") return `  r${index}: { $ref: "${ref}" }`;
    if (style === "escaped") return `  r${index}:\n    "\\x24ref": '${ref}'`;
    return ref.startsWith("#") ? `  r${index}:\n    $ref: '${ref}'` : `  r${index}:\n    $ref: ${ref} # see there`;
  });
  const own = `  own: { type: ${type} }`;
  return `${id === null ? "" : `$id: ${id}\n`}type: object\nproperties:\n${[...lines, own].join("\n")}\n$defs:\n  T: { type: ${type} }\n`;
}

const project = fc.tuple(...paths.map(() => fc.option(schema, { freq: 5 })));
const edits = fc.array(fc.tuple(fc.nat(paths.length - 1), fc.option(schema, { freq: 4 })), {
  minLength: 1,
  maxLength: 2,
});

function filesOf(schemas: readonly (Schema | null)[]): Files {
  return new Map(
    paths.flatMap((path, index): [string, string][] => {
      const one = schemas[index];
      return one === null || one === undefined ? [] : [[path, print(path, one)]];
    }),
  );
}

describe("a spec that is taken as unchanged", () => {
  it("means the same on both sides, whatever refers to whatever and however", async () => {
    const seen = { same: 0, because: 0 };
    await fc.assert(
      fc.asyncProperty(project, edits, async (schemas, changes) => {
        const before = filesOf(schemas);
        const edited = [...schemas];
        for (const [index, one] of changes) edited[index] = one;
        const after = filesOf(edited);
        const place = (path: string): string => path;
        const prepared = await preparePackage(
          snapshotOf(before),
          snapshotOf(after),
          { before: place, after: place },
          "",
        );
        const [old, current] = [await meanings(before), await meanings(after)];
        // Read beside its own references only, a spec means what it means among all others.
        const alone = await resolveSide(prepared.sides.after, config, specsOf(after), place);
        for (const [path, { spec }] of alone) {
          const { schema } = JSON.parse(current.get(path) ?? "{}") as { schema?: unknown };
          assert.deepEqual(spec?.spec.schema, schema, path);
        }
        for (const [path, because] of prepared.common) {
          if (because.length > 0) seen.because++;
          else {
            seen.same++;
            assert.equal(old.get(path), current.get(path), path);
          }
        }
      }),
      { numRuns: lawRuns(300), seed: 1 },
    );
    assert.ok(seen.same > 150 && seen.because > 150, JSON.stringify(seen));
  });
});
