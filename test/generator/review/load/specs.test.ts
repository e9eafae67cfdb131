import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { loadReview } from "../../../../generator/src/review/load/load.ts";
import type { LoadedReview } from "../../../../generator/src/review/load/review.ts";
import { refusal, summarize } from "./expectations.ts";
import { createRepository, note, triage } from "./scratch-repository.ts";

const config = { "outspec.yaml": "schemas: schemas\n" };
const named = (name: string, text: string): string => `name: ${name}\n${text}`;
const changedOf = ({ pairs }: LoadedReview): readonly string[] =>
  pairs.filter(({ kind }) => kind !== "same").map(({ afterPath, beforePath }) => afterPath ?? beforePath ?? "");

describe("specs are matched", () => {
  it("by name, wherever the file is now", async () => {
    const repository = createRepository({ ...config, "schemas/a.yaml": named("Triage", triage("low", "high")) });
    repository.git("mv", "schemas/a.yaml", "schemas/b.yaml");
    const plain = await loadReview(repository.options());
    assert.deepEqual(summarize(plain), ["moved schemas/a.yaml -> schemas/b.yaml"]);
    assert.equal(plain.pairs[0]?.sameText, true);
    repository.write({ "schemas/b.yaml": named("Triage", note("everything")) });
    const changed = await loadReview(repository.options());
    assert.deepEqual(summarize(changed), ["moved schemas/a.yaml -> schemas/b.yaml"]);
    assert.equal(changed.pairs[0]?.sameText, false);
  });

  it("by content when a file without a name was renamed", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low", "high") });
    repository.write({
      "schemas/triage.yaml": undefined,
      "schemas/routing.yaml": triage("low", "high", "urgent"),
    });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["renamed schemas/triage.yaml -> schemas/routing.yaml"]);
    const [pair] = review.pairs;
    assert.equal(pair?.beforeName, "Triage");
    assert.equal(pair?.afterName, "Routing");
    assert.ok((pair?.similarity ?? 0) > 0.6 && (pair?.similarity ?? 1) < 1);
    assert.ok(pair?.before !== undefined && pair.after !== undefined);
  });

  it("by path when only the name changed", async () => {
    const repository = createRepository({ ...config, "schemas/a.yaml": named("Triage", triage("low")) });
    repository.write({ "schemas/a.yaml": named("Routing", triage("low")) });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["renamed schemas/a.yaml"]);
  });

  it("by name before path, when two files trade places", async () => {
    const repository = createRepository({
      ...config,
      "schemas/a.yaml": named("Triage", triage("low")),
      "schemas/b.yaml": named("Note", note("title")),
    });
    repository.write({
      "schemas/a.yaml": named("Note", note("title")),
      "schemas/b.yaml": named("Triage", triage("low")),
    });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), [
      "moved schemas/b.yaml -> schemas/a.yaml",
      "moved schemas/a.yaml -> schemas/b.yaml",
    ]);
  });

  it("not at all when they have little in common", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low", "high") });
    repository.write({ "schemas/triage.yaml": undefined, "schemas/note.yaml": note("title") });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["added schemas/note.yaml", "removed schemas/triage.yaml"]);
    assert.equal(review.pairs[1]?.before?.spec.name, "Triage");
    assert.equal(review.pairs[1]?.after, undefined);
  });

  it("as added where the base has no such file", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/note.yaml": note("title") });
    assert.deepEqual(summarize(await loadReview(repository.options())), [
      "added schemas/note.yaml",
      "same schemas/triage.yaml",
    ]);
  });

  it("as added, with a warning, where the base has no project at all", async () => {
    const repository = createRepository({ "README.md": "Soon.\n" });
    repository.write({ ...config, "schemas/triage.yaml": triage("low") });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["added schemas/triage.yaml"]);
    assert.deepEqual(review.warnings, ["the base has no configuration and no specs of this project: all of it is new"]);
  });

  it("and a name that two files have is an error that names both", async () => {
    const repository = createRepository({ ...config, "schemas/a.yaml": named("Triage", triage("low")) });
    repository.write({ "schemas/b.yaml": named("Triage", note("title")) });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, "specs");
    assert.equal(review.diagnostics[0]?.code, "name-collision");
    assert.match(review.diagnostics[0]?.message ?? "", /schemas\/b\.yaml is already that of schemas\/a\.yaml:1/);
  });
});

describe("names of files", () => {
  it("may hold anything that a disk allows", async () => {
    const strange = ["a b.yaml", "ä ö.yaml", 'quote".yaml', "tab\t.yaml", "new\nline.yaml", "[x].yaml", "-dash.yaml"];
    const before = strange.map((name, index) => [`schemas/${name}`, named(`Spec${index}`, note("a"))]);
    const after = strange.map((name, index) => [`schemas/${name}`, named(`Spec${index}`, note("b"))]);
    const repository = createRepository({ ...config, ...Object.fromEntries(before) });
    repository.write(Object.fromEntries(after));
    const review = await loadReview(repository.options());
    assert.equal(review.failure, undefined);
    assert.deepEqual(
      review.pairs.map(({ kind, afterPath }) => [kind, afterPath]),
      strange.map((name) => ["changed", `schemas/${name}`]).sort(([, a = ""], [, b = ""]) => (a < b ? -1 : 1)),
    );
    const one = await loadReview(repository.options({ specs: ["schemas/[x].yaml"] }));
    assert.deepEqual(summarize(one), ["changed schemas/[x].yaml"]);
  });
});

describe("what did not change", () => {
  it("is the line ends that git turns around in a working tree", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": triage("low").replaceAll("\n", "\r\n") });
    assert.deepEqual(summarize(await loadReview(repository.options())), ["same schemas/triage.yaml"]);
  });

  it("is read all the same when that is asked for, or when the routers changed", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    const all = await loadReview(repository.options({ resolve: "all" }));
    assert.equal(all.pairs[0]?.kind, "same");
    assert.ok(all.pairs[0]?.before !== undefined && all.pairs[0].after !== undefined);
    repository.write({ "outspec.yaml": "schemas: schemas # the specs\n" });
    const comment = await loadReview(repository.options());
    assert.equal(comment.packages[0]?.configChanged, true);
    assert.equal(comment.pairs[0]?.after, undefined);
    repository.write({ "outspec.yaml": "schemas: schemas\ntargets: [llama-gbnf]\n" });
    const targets = await loadReview(repository.options());
    assert.deepEqual(targets.packages[0]?.before?.config.targets, []);
    assert.deepEqual(targets.packages[0]?.after?.config.targets, ["llama-gbnf"]);
    assert.ok(targets.pairs[0]?.after !== undefined);
    const touched = await loadReview(repository.options({ changed: true }));
    assert.deepEqual(touched.pairs, []);
    assert.equal(touched.unchangedCount, 1);
  });
});

describe("a file that others refer to", () => {
  const shared = (type: string): string =>
    `$defs:\n  Owner: { type: ${type} }\n  Other: { $ref: deep.yaml#/$defs/Deep }\n`;
  const user = "output:\n  type: object\n  properties:\n    owner: { $ref: '_shared.yaml#/$defs/Owner' }\n";
  const files = {
    ...config,
    "schemas/_shared.yaml": shared("string"),
    "schemas/deep.yaml": "$defs:\n  Deep: { type: string }\n",
    "schemas/user.yaml": user,
    "schemas/triage.yaml": triage("low"),
  };

  it("brings the specs into the review that refer to it, each side with its own version", async () => {
    const repository = createRepository(files);
    repository.write({ "schemas/_shared.yaml": shared("integer") });
    const review = await loadReview(repository.options());
    assert.deepEqual(changedOf(review), ["schemas/_shared.yaml", "schemas/user.yaml"]);
    const pair = review.pairs.find(({ afterPath }) => afterPath === "schemas/user.yaml");
    assert.equal(pair?.sameText, true);
    assert.deepEqual(pair?.because, ["schemas/_shared.yaml"]);
    assert.match(JSON.stringify(pair?.before?.spec.schema), /"string"/);
    assert.match(JSON.stringify(pair?.after?.spec.schema), /"integer"/);
    assert.equal(pair?.after?.rangeOf("/output/$defs/Owner").path, "schemas/_shared.yaml");
  });

  it("counts however far away it is", async () => {
    const repository = createRepository(files);
    repository.write({ "schemas/deep.yaml": "$defs:\n  Deep: { type: integer }\n" });
    const review = await loadReview(repository.options());
    assert.deepEqual(changedOf(review), ["schemas/_shared.yaml", "schemas/deep.yaml", "schemas/user.yaml"]);
  });

  it("counts where it is no spec but any file of the project", async () => {
    const repository = createRepository({
      ...config,
      "common/types.json": '{ "$defs": { "Id": { "type": "string" } } }\n',
      "schemas/a.yaml": "type: object\nproperties:\n  id: { $ref: ../common/types.json#/$defs/Id }\n",
      "schemas/b.yaml": triage("low"),
    });
    repository.write({ "common/types.json": '{ "$defs": { "Id": { "type": "integer" } } }\n' });
    const review = await loadReview(repository.options());
    assert.deepEqual(changedOf(review), ["schemas/a.yaml"]);
    assert.deepEqual(review.pairs[0]?.because, ["common/types.json"]);
    assert.match(review.textOf("before", "common/types.json") ?? "", /string/);
    assert.match(review.textOf("after", "common/types.json") ?? "", /integer/);
  });

  it("counts when it is known by an id alone", async () => {
    const address = "https://example.com/owner.json";
    const repository = createRepository({
      ...config,
      "schemas/owner.json": `{ "$id": "${address}", "type": "string" }\n`,
      "schemas/a.yaml": `type: object\nproperties:\n  owner: { $ref: "${address}" }\n`,
    });
    assert.deepEqual(changedOf(await loadReview(repository.options())), []);
    repository.write({ "schemas/owner.json": `{ "$id": "${address}", "type": "integer" }\n` });
    const review = await loadReview(repository.options());
    assert.deepEqual(changedOf(review), ["schemas/a.yaml", "schemas/owner.json"]);
    assert.match(JSON.stringify(review.pairs[0]?.before?.spec.schema), /"string"/);
  });

  it("counts when it is new or gone", async () => {
    const repository = createRepository(files);
    repository.write({ "schemas/_shared.yaml": undefined });
    const gone = await loadReview(repository.options());
    assert.equal(gone.failure, "specs");
    assert.deepEqual(changedOf(gone), ["schemas/_shared.yaml", "schemas/user.yaml"]);
  });
});

describe("a spec that is not valid", () => {
  const broken = "output:\n  type: strnig\n";

  it("stops the review when it is the new one", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": broken });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, "specs");
    assert.equal(review.diagnostics[0]?.code, "unknown-type");
    assert.equal(review.diagnostics[0]?.range.path, "schemas/triage.yaml");
  });

  it("may have a name that no type can have", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": named('"not a name"', triage("low")) });
    const review = await loadReview(repository.options());
    assert.equal(review.diagnostics[0]?.code, "invalid-name");
  });

  it("is reported as new, with a warning, when only the old one is broken", async () => {
    for (const old of [broken, "output: [\n", "- a list\n"]) {
      const repository = createRepository({ ...config, "schemas/triage.yaml": old });
      repository.write({ "schemas/triage.yaml": triage("low") });
      const review = await loadReview(repository.options());
      assert.equal(review.failure, undefined);
      assert.deepEqual(summarize(review), ["added schemas/triage.yaml"]);
      assert.equal(review.pairs[0]?.before, undefined);
      assert.ok((review.pairs[0]?.baseInvalid ?? []).length > 0);
      assert.match(
        review.warnings[0] ?? "",
        /old version is not valid, so that the spec is reported as new: schemas\/triage\.yaml:\d/,
      );
    }
  });

  it("is not looked at when nobody changed it", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": broken });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, undefined);
    assert.equal(review.unchangedCount, 1);
  });
});

describe("a configuration that is not valid", () => {
  it("stops the review when it is the new one", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "outspec.yaml": "schema: schemas\n" });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, "config");
    assert.equal(review.diagnostics[0]?.range.path, "outspec.yaml");
    assert.deepEqual(review.pairs, []);
  });

  it("is replaced by the new one, with a warning, when it is the old one", async () => {
    const repository = createRepository({ "outspec.yaml": "schema: specs\n", "schemas/triage.yaml": triage("low") });
    repository.write({ ...config, "schemas/triage.yaml": triage("low", "high") });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["changed schemas/triage.yaml"]);
    assert.match(review.warnings[0] ?? "", /old configuration of this project is not valid/);
  });

  it("may have a name of its own", async () => {
    const repository = createRepository({ "outspec.staging.yaml": "schemas: staging\n", "staging/a.yaml": note("a") });
    repository.write({ "staging/a.yaml": note("b") });
    const review = await loadReview(repository.options({ config: "outspec.staging.yaml" }));
    assert.deepEqual(summarize(review), ["changed staging/a.yaml"]);
    assert.equal(review.packages[0]?.after?.path, "outspec.staging.yaml");
  });

  it("is missing: the folder schemas is the project, as everywhere", async () => {
    const repository = createRepository({ "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": triage("high") });
    assert.deepEqual(summarize(await loadReview(repository.options())), ["changed schemas/triage.yaml"]);
  });
});

describe("several projects in a repository", () => {
  const monorepo = {
    "packages/a/outspec.yaml": "schemas: specs\n",
    "packages/a/specs/triage.yaml": triage("low"),
    "packages/b/outspec.yaml": "schemas: specs\n",
    "packages/b/specs/triage.yaml": triage("low"),
    "packages/b/specs/note.yaml": note("title"),
  };

  it("are reviewed together from above them, and a name may be in each", async () => {
    const repository = createRepository(monorepo);
    repository.write({ "packages/b/specs/triage.yaml": triage("low", "high") });
    const review = await loadReview(repository.options());
    assert.deepEqual(
      review.pairs.map((pair) => [pair.package, pair.kind, pair.afterPath]),
      [
        ["packages/a", "same", "packages/a/specs/triage.yaml"],
        ["packages/b", "same", "packages/b/specs/note.yaml"],
        ["packages/b", "changed", "packages/b/specs/triage.yaml"],
      ],
    );
    assert.deepEqual(
      review.packages.map(({ folder }) => folder),
      ["packages/a", "packages/b"],
    );
    assert.equal(review.pairs[2]?.after?.rangeOf("/output").path, "packages/b/specs/triage.yaml");
    assert.equal(review.pairs[2]?.after?.spec.path, "specs/triage.yaml");
  });

  it("are reviewed one by one from inside them, with paths from the top of the repository", async () => {
    const repository = createRepository(monorepo);
    repository.write({ "packages/a/specs/triage.yaml": triage("high"), "packages/b/specs/note.yaml": note("x") });
    const review = await loadReview(repository.options({ cwd: `${repository.root}/packages/a/specs` }));
    assert.deepEqual(summarize(review), ["changed packages/a/specs/triage.yaml"]);
    assert.equal(review.root, repository.root);
    const chosen = await loadReview(
      repository.options({ config: ["packages/a/outspec.yaml", "packages/b/outspec.yaml"] }),
    );
    assert.equal(chosen.packages.length, 2);
    assert.deepEqual(changedOf(chosen), ["packages/a/specs/triage.yaml", "packages/b/specs/note.yaml"]);
  });

  it("give each spec to the nearest configuration above it", async () => {
    const repository = createRepository({
      ...monorepo,
      "outspec.yaml": "schemas: ['packages/**/specs', shared]\n",
      "shared/note.yaml": note("title"),
    });
    const outer = await loadReview(repository.options());
    assert.deepEqual(summarize(outer), ["same shared/note.yaml"]);
    const nested = await loadReview(repository.options({ nested: true }));
    assert.deepEqual(
      nested.pairs.map((pair) => pair.package),
      ["", "packages/a", "packages/b", "packages/b"],
    );
  });

  it("may come and go, and a spec may move from one to another", async () => {
    const repository = createRepository({ ...monorepo, "packages/b/specs/extra.yaml": note("extra") });
    repository.git("mv", "packages/b", "packages/c");
    repository.git("mv", "packages/c/specs/extra.yaml", "packages/a/specs/extra.yaml");
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), [
      "moved packages/b/specs/extra.yaml -> packages/a/specs/extra.yaml",
      "same packages/a/specs/triage.yaml",
      "moved packages/b/specs/note.yaml -> packages/c/specs/note.yaml",
      "moved packages/b/specs/triage.yaml -> packages/c/specs/triage.yaml",
    ]);
    assert.deepEqual(
      review.packages.map(({ folder, before, after }) => [folder, before !== undefined, after !== undefined]),
      [
        ["packages/a", true, true],
        ["packages/b", true, false],
        ["packages/c", false, true],
      ],
    );
  });
});

describe("the specs that were asked for", () => {
  it("are files, folders or patterns, and one that matches nothing is a mistake", async () => {
    const repository = createRepository({
      ...config,
      "schemas/triage.yaml": triage("low"),
      "schemas/notes/a.yaml": note("a"),
      "schemas/notes/b.yaml": note("b"),
    });
    const load = (...specs: readonly string[]): Promise<LoadedReview> => loadReview(repository.options({ specs }));
    assert.deepEqual(summarize(await load("schemas/triage.yaml")), ["same schemas/triage.yaml"]);
    assert.equal((await load("schemas/notes")).pairs.length, 2);
    assert.equal((await load("schemas/**/a.yaml", "schemas/t*.yaml")).pairs.length, 2);
    const error = await refusal("usage", load("schemas/no*.json"));
    assert.equal(error.hint, "give --allow-empty where that may be");
    const empty = await loadReview(repository.options({ specs: ["schemas/no*.json"], allowEmpty: true }));
    assert.deepEqual(empty.pairs, []);
    await refusal("usage", load("../other.yaml"));
    await refusal("usage", load("schemas/[a"));
    repository.write({ "schemas/triage.yaml": undefined });
    assert.deepEqual(summarize(await load("schemas/triage.yaml")), ["removed schemas/triage.yaml"]);
  });
});
