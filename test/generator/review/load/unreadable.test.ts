import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { loadReview } from "../../../../generator/src/review/load/load.ts";
import { refusal, summarize } from "./expectations.ts";
import { createFolder, createRepository, note, triage } from "./scratch-repository.ts";

const config = { "outspec.yaml": "schemas: schemas\n" };
const pointer = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`;

describe("what stands in the place of a spec and is none", () => {
  it("may be a pointer to a large file, in the base", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": pointer });
    repository.write({ "schemas/triage.yaml": triage("low") });
    const error = await refusal("unreadable", loadReview(repository.options()));
    assert.match(error.message, /^schemas\/triage\.yaml is a pointer to a large file \(Git LFS\) in [0-9a-f]{7}/);
  });

  it("may be a pointer to a large file, in the working tree", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": pointer });
    const error = await refusal("unreadable", loadReview(repository.options()));
    assert.match(error.hint ?? "", /git lfs pull/);
  });

  it("may be a link that leads out of the project, on either side", async () => {
    const outside = join(createFolder(), "secret.yaml");
    writeFileSync(outside, triage("low"));
    const repository = createRepository({ ...config, "schemas/note.yaml": note("title") });
    repository.link("schemas/triage.yaml", outside);
    const here = await refusal("unreadable", loadReview(repository.options()));
    assert.match(here.message, /^schemas\/triage\.yaml is a link that leads out of the project/);
    repository.commit();
    repository.git("rm", "--quiet", "schemas/triage.yaml");
    repository.write({ "schemas/triage.yaml": triage("low") });
    const there = await refusal("unreadable", loadReview(repository.options({ against: "git:HEAD" })));
    assert.match(there.message, /leads out of the project in [0-9a-f]{7}/);
    repository.git("rm", "--quiet", "--cached", "--ignore-unmatch", "schemas/triage.yaml");
    repository.write({ "schemas/triage.yaml": undefined });
    repository.link("schemas/triage.yaml", "../../x.yaml");
    repository.commit();
    const relative = await refusal(
      "unreadable",
      loadReview(repository.options({ head: "git:HEAD", against: "git:HEAD~2" })),
    );
    assert.match(relative.message, /leads out of the project/);
  });

  it("may be a link out of the project that a reference leads to", async () => {
    const repository = createRepository({
      ...config,
      "schemas/a.yaml": "type: object\nproperties:\n  id: { $ref: ../common/types.json }\n",
    });
    repository.link("common/types.json", "/etc/passwd");
    const error = await refusal("unreadable", loadReview(repository.options()));
    assert.match(error.message, /^common\/types\.json is a link that leads out/);
  });

  it("may be a link that leads nowhere, or around in a circle", async () => {
    const repository = createRepository({ ...config, "schemas/note.yaml": note("title") });
    repository.link("schemas/triage.yaml", "gone.yaml");
    const nowhere = await refusal("unreadable", loadReview(repository.options()));
    assert.match(nowhere.message, /leads nowhere/);
    repository.link("schemas/a.yaml", "b.yaml");
    repository.link("schemas/b.yaml", "a.yaml");
    repository.commit();
    await refusal("unreadable", loadReview(repository.options({ head: "git:HEAD", against: "git:HEAD~1" })));
  });

  it("but a link within the project is read through, on both sides", async () => {
    const repository = createRepository({ ...config, "specs/triage.yaml": triage("low") });
    repository.link("schemas/triage.yaml", "../specs/triage.yaml");
    repository.commit();
    assert.deepEqual(summarize(await loadReview(repository.options())), ["same schemas/triage.yaml"]);
    repository.write({ "specs/triage.yaml": triage("low", "high") });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["changed schemas/triage.yaml"]);
    assert.match(review.textOf("before", "schemas/triage.yaml") ?? "", /\[low\]/);
  });

  it("may be the folder of specs, as a link in the base", async () => {
    const repository = createRepository({ ...config, "specs/triage.yaml": triage("low") });
    repository.link("schemas", "specs");
    repository.commit();
    const error = await refusal("unreadable", loadReview(repository.options()));
    assert.match(error.message, /^schemas is a link to a folder in [0-9a-f]{7}/);
  });

  it("may be a submodule, in the base or on disk", async () => {
    const inner = createRepository({ "a.yaml": note("inner") });
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.git("submodule", "--quiet", "add", `file://${inner.root}`, "schemas/inner");
    const here = await refusal("unreadable", loadReview(repository.options()));
    assert.match(here.message, /^schemas\/inner is a repository of its own \(a submodule\) here/);
    repository.commit();
    repository.git("rm", "--quiet", "-r", "-f", "schemas/inner");
    const there = await refusal("unreadable", loadReview(repository.options({ against: "git:HEAD" })));
    assert.match(there.message, /^schemas\/inner is a repository of its own \(a submodule\) in [0-9a-f]{7}/);
  });

  it("may be the folder of specs, as a submodule", async () => {
    const inner = createRepository({ "a.yaml": note("inner") });
    const repository = createRepository(config);
    repository.git("submodule", "--quiet", "add", `file://${inner.root}`, "schemas");
    const here = await refusal("unreadable", loadReview(repository.options()));
    assert.match(here.message, /^schemas is a repository of its own \(a submodule\) here/);
    repository.commit();
    const there = await refusal("unreadable", loadReview(repository.options({ head: "git:HEAD" })));
    assert.match(there.message, /^schemas is a repository of its own \(a submodule\) in/);
  });

  it("may be far too large", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/big.json": `"${"x".repeat(17 * 1024 * 1024)}"` });
    const here = await refusal("unreadable", loadReview(repository.options()));
    assert.match(here.message, /^schemas\/big\.json has more than/);
    repository.commit();
    const there = await refusal(
      "unreadable",
      loadReview(repository.options({ head: "git:HEAD", against: "git:HEAD~1" })),
    );
    assert.match(there.message, /^schemas\/big\.json has more than \d+ bytes in [0-9a-f]{7}/);
  });

  it("may be a file that a reference names outside of the project: nobody reads it", async () => {
    const repository = createRepository({
      ...config,
      "schemas/a.yaml": "type: object\nproperties:\n  id: { $ref: ../../../etc/passwd }\n",
    });
    repository.write({
      "schemas/a.yaml": "type: object\nproperties:\n  id: { $ref: ../../../etc/passwd }\n  b: { type: string }\n",
    });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, "specs");
    assert.equal(review.textOf("after", "../../etc/passwd"), undefined);
  });
});

describe("a review of nothing", () => {
  it("is a mistake and does not look like one without findings", async () => {
    const repository = createRepository({ "outspec.yaml": "schemas: specs\n", "schemas/a.yaml": note("a") });
    const error = await refusal("usage", loadReview(repository.options()));
    assert.equal(error.message, "neither version has a spec in specs");
    const review = await loadReview(repository.options({ allowEmpty: true }));
    assert.deepEqual(review.pairs, []);
  });

  it("is one of specs that a sparse checkout left out", async () => {
    const repository = createRepository({
      ...config,
      "schemas/a/one.yaml": note("one"),
      "schemas/b/two.yaml": triage("low"),
    });
    repository.git("sparse-checkout", "set", "schemas/a");
    const error = await refusal("unreadable", loadReview(repository.options()));
    assert.equal(error.message, "schemas/b/two.yaml is not in the working tree: this is a sparse checkout");
    const commits = await loadReview(repository.options({ head: "git:HEAD" }));
    assert.equal(commits.unchangedCount, 2);
  });
});

describe("a hostile file", () => {
  it("costs no more time than its length, wherever it is looked at", async () => {
    const long = 500_000;
    const repository = createRepository({ ...config, "schemas/a.yaml": note("a") });
    const texts = [
      `$ref: a${" ".repeat(long)}b`,
      `$ref${" ".repeat(long)}`,
      '"$ref": "a.yaml\\0b"',
      "$ref: a%00b.yaml",
      "$ref: a.yaml/b.yaml",
      "$ref: .",
      "$ref: hostile-0.yaml/../../..",
      "$ref: ".repeat(long / 6),
      "id:".repeat(long / 3),
      `id: ${"x".repeat(long)}`,
      `${" \n".repeat(long / 2)}name: x\noutput: 1`,
      `${"#\n".repeat(long / 2)}name: x\noutput: 1`,
      "\\u0024".repeat(long / 6),
      `name: ${"x".repeat(long)} y\noutput: {}`,
    ];
    for (const [index, text] of texts.entries()) repository.write({ [`schemas/hostile-${index}.yaml`]: text });
    const start = performance.now();
    const review = await loadReview(repository.options());
    assert.equal(review.failure, "specs");
    repository.commit();
    await loadReview(repository.options());
    assert.ok(performance.now() - start < 15_000, `${performance.now() - start} ms`);
  });

  it("cannot reach a prototype by the name of a file or a spec", async () => {
    const repository = createRepository({ ...config, "schemas/constructor.yaml": note("a") });
    repository.write({ "schemas/__proto__.yaml": note("b"), "schemas/constructor.yaml": note("c") });
    const review = await loadReview(repository.options());
    assert.deepEqual(summarize(review), ["added schemas/__proto__.yaml", "changed schemas/constructor.yaml"]);
  });
});

describe("the repository itself", () => {
  it("is left as it was: nothing is written", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    repository.write({ "schemas/triage.yaml": triage("high") });
    const { readdirSync, statSync } = await import("node:fs");
    const state = (): string[] =>
      readdirSync(join(repository.root, ".git"), { recursive: true, withFileTypes: true }).map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { mtimeMs, size } = statSync(path);
        return `${path} ${mtimeMs} ${size}`;
      });
    const before = state();
    await loadReview(repository.options());
    assert.deepEqual(state(), before);
  });

  it("runs nothing that its configuration names", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    const mark = join(createFolder(), "ran");
    const script = join(createFolder(), "hook.sh");
    writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    repository.git("config", "core.fsmonitor", script);
    repository.git("config", "core.pager", script);
    repository.git("config", "diff.external", script);
    repository.git("config", "alias.ls-tree", `!${script}`);
    repository.write({ "schemas/triage.yaml": triage("high") });
    await loadReview(repository.options());
    const { existsSync } = await import("node:fs");
    assert.equal(existsSync(mark), false);
  });

  it("is found from the folder also when a hook's variables point elsewhere", async () => {
    const repository = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    const other = createRepository({ "x.txt": "x" });
    const env = {
      ...repository.options().env,
      GIT_DIR: join(other.root, ".git"),
      GIT_INDEX_FILE: "/nonexistent/index",
    };
    const review = await loadReview(repository.options({ env }));
    assert.equal(review.root, repository.root);
    assert.equal(review.unchangedCount, 1);
  });

  it("may be a partial clone: missing files are not fetched unless that is allowed", async () => {
    const origin = createRepository({ ...config, "schemas/triage.yaml": triage("low") });
    origin.git("config", "uploadpack.allowFilter", "true");
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true");
    origin.commit({ "schemas/triage.yaml": triage("high") });
    const clone = origin.clone("--filter=blob:none");
    const error = await refusal("base-unreachable", loadReview(clone.options({ against: "git:HEAD~1" })));
    assert.match(error.message, /partial clone/);
    const review = await loadReview(clone.options({ against: "git:HEAD~1", fetch: true }));
    assert.deepEqual(summarize(review), ["changed schemas/triage.yaml"]);
  });

  it("may be reached through a link to its folder", async () => {
    const repository = createRepository({
      "app/outspec.yaml": "schemas: schemas\n",
      "app/schemas/a.yaml": triage("low"),
    });
    const link = join(createFolder(), "link");
    symlinkSync(repository.root, link);
    repository.write({ "app/schemas/a.yaml": triage("high") });
    const review = await loadReview(repository.options({ cwd: join(link, "app") }));
    assert.deepEqual(summarize(review), ["changed app/schemas/a.yaml"]);
  });
});
