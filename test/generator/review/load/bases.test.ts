import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { loadReview, loadReviews } from "../../../../generator/src/review/load/load.ts";
import { refusal, summarize } from "./expectations.ts";
import { createFolder, createRepository, note, type ScratchRepository, triage } from "./scratch-repository.ts";

const files = {
  "outspec.yaml": "schemas: schemas\n",
  "schemas/triage.yaml": triage("low", "high"),
  "schemas/note.yaml": note("title"),
};

/** A repository in which a pull request changes one spec while main goes on with another. */
function pullRequest(): { repository: ScratchRepository; base: string; merge: string; feature: string; main: string } {
  const repository = createRepository(files);
  repository.commit({ "README.md": "more\n" });
  const left = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "-b", "feature");
  repository.commit({ "outspec.yaml": "schemas: schemas # specs\n" });
  const feature = repository.commit({ "schemas/triage.yaml": triage("low", "high", "urgent") });
  repository.git("checkout", "--quiet", "main");
  const main = repository.commit({ "schemas/note.yaml": note("heading"), "schemas/extra.yaml": note("extra") });
  repository.git("checkout", "--quiet", "--detach");
  repository.git("merge", "--quiet", "--no-edit", "feature");
  const merge = repository.git("rev-parse", "HEAD");
  repository.git("update-ref", "refs/pull/7/merge", merge);
  repository.git("checkout", "--quiet", "main");
  return { repository, base: left, merge, feature, main };
}

const job = (merge: string): Record<string, string> => ({
  GITHUB_BASE_REF: "main",
  GITHUB_REF: "refs/pull/7/merge",
  GITHUB_SHA: merge,
});

describe("the base that is chosen when none is named", () => {
  it("is where the branch left the default branch's upstream, so that others' work is not shown as undone", async () => {
    const { repository, base } = pullRequest();
    const clone = repository.clone();
    clone.git("checkout", "--quiet", "feature");
    const review = await loadReview(clone.options());
    assert.deepEqual(review.base, {
      kind: "git",
      ref: "origin/main",
      commit: base,
      note: "merge base with origin/main",
    });
    assert.deepEqual(summarize(review), ["same schemas/note.yaml", "changed schemas/triage.yaml"]);
  });

  it("is the upstream of the default branch and not the remote's own, in a fork", async () => {
    const { repository, base } = pullRequest();
    const fork = repository.clone();
    fork.git("remote", "add", "upstream", "file:///nowhere");
    fork.git("update-ref", "refs/remotes/upstream/main", "refs/remotes/origin/main");
    fork.git("update-ref", "refs/remotes/origin/main", "refs/remotes/origin/main~1");
    fork.git("config", "branch.main.remote", "upstream");
    fork.git("config", "branch.main.merge", "refs/heads/main");
    fork.git("config", "remote.upstream.fetch", "+refs/heads/*:refs/remotes/upstream/*");
    fork.git("checkout", "--quiet", "feature");
    const review = await loadReview(fork.options());
    assert.equal(review.base.kind === "git" && review.base.ref, "upstream/main");
    assert.equal(review.base.kind === "git" && review.base.commit, base);
  });

  it("is the branch main where there is no remote", async () => {
    const { repository, base } = pullRequest();
    repository.git("checkout", "--quiet", "feature");
    const review = await loadReview(repository.options());
    assert.equal(review.base.kind === "git" && review.base.commit, base);
    assert.equal(review.base.kind === "git" && review.base.ref, "main");
  });

  it("works with a detached head", async () => {
    const { repository, base, feature } = pullRequest();
    const clone = repository.clone();
    clone.git("checkout", "--quiet", "--detach", feature);
    const review = await loadReview(clone.options());
    assert.equal(review.base.kind === "git" && review.base.commit, base);
  });

  it("works in a second working tree of the repository", async () => {
    const { repository, base } = pullRequest();
    const folder = join(createFolder(), "tree");
    repository.git("worktree", "add", "--quiet", folder, "feature");
    writeFileSync(join(folder, "schemas/note.yaml"), note("remark"));
    const review = await loadReview(repository.options({ cwd: folder }));
    assert.equal(review.base.kind === "git" && review.base.commit, base);
    assert.deepEqual(summarize(review), ["changed schemas/note.yaml", "changed schemas/triage.yaml"]);
  });

  it("is HEAD itself on the default branch, and that is said", async () => {
    const { repository } = pullRequest();
    const clone = repository.clone();
    clone.write({ "schemas/note.yaml": note("uncommitted") });
    const review = await loadReview(clone.options());
    assert.equal(
      review.base.kind === "git" && review.base.note,
      "merge base with origin/main, which is the commit checked out: only uncommitted edits count",
    );
    assert.deepEqual(summarize(review).slice(1, 2), ["changed schemas/note.yaml"]);
  });

  it("works with ids of the newer kind", async () => {
    const repository = createRepository();
    rmSync(join(repository.root, ".git"), { recursive: true });
    repository.git("init", "--quiet", "--object-format=sha256");
    repository.commit(files);
    repository.write({ "schemas/note.yaml": note("heading") });
    const review = await loadReview(repository.options());
    assert.equal(review.base.kind === "git" && review.base.commit.length, 64);
    assert.deepEqual(summarize(review), ["changed schemas/note.yaml", "same schemas/triage.yaml"]);
  });

  it("cannot be chosen before the first commit, unless a missing base is allowed", async () => {
    const repository = createRepository();
    repository.write(files);
    const error = await refusal("base-missing", loadReview(repository.options()));
    assert.match(error.message, /no commit yet/);
    const review = await loadReview(repository.options({ allowMissingBase: true }));
    assert.equal(review.base.kind, "none");
    assert.match(review.warnings[0] ?? "", /everything is taken as new/);
    assert.deepEqual(summarize(review), ["added schemas/note.yaml", "added schemas/triage.yaml"]);
  });

  it("says what to name where no branch has a usual name", async () => {
    const repository = createRepository(files);
    repository.git("branch", "--move", "main", "develop");
    const error = await refusal("base-missing", loadReview(repository.options()));
    assert.equal(error.hint, "name the base: --against git:REF");
  });
});

describe("the base in a pull request's job on GitHub", () => {
  it("is the first parent of the merge that was checked out, in a clone of depth 2", async () => {
    const { repository, merge, main } = pullRequest();
    const clone = repository.clone("--depth=2", "--no-single-branch");
    clone.git("fetch", "--quiet", "--depth=2", "origin", "refs/pull/7/merge");
    clone.git("checkout", "--quiet", "--detach", merge);
    clone.git("update-ref", "-d", "refs/remotes/origin/main");
    const review = await loadReview(clone.options({ env: { ...clone.options().env, ...job(merge) } }));
    assert.equal(review.base.kind === "git" && review.base.commit, main);
    assert.deepEqual(summarize(review), [
      "same schemas/extra.yaml",
      "same schemas/note.yaml",
      "changed schemas/triage.yaml",
    ]);
  });

  it("names the one command that brings the base, in a clone of depth 1, and that command suffices", async () => {
    const { repository, merge, main } = pullRequest();
    const clone = createRepository();
    clone.git("remote", "add", "origin", `file://${repository.root}`);
    clone.git("fetch", "--quiet", "--depth=1", "origin", "refs/pull/7/merge");
    clone.git("checkout", "--quiet", "--detach", merge);
    const options = clone.options({ env: { ...clone.options().env, ...job(merge) } });
    const error = await refusal("base-unreachable", loadReview(options));
    assert.equal(
      error.hint,
      `run: git fetch --no-tags --depth=1 origin ${main} (or give actions/checkout \`fetch-depth: 2\`)`,
    );
    // A base that may well exist is never taken as missing.
    await refusal("base-unreachable", loadReview({ ...options, allowMissingBase: true }));
    clone.git(...(error.fetch ?? []));
    const review = await loadReview(options);
    assert.equal(review.base.kind === "git" && review.base.commit, main);
    assert.deepEqual(summarize(review).at(-1), "changed schemas/triage.yaml");
  });

  it("fetches that one commit itself where it is allowed to", async () => {
    const { repository, merge, main } = pullRequest();
    const clone = createRepository();
    clone.git("remote", "add", "origin", `file://${repository.root}`);
    clone.git("fetch", "--quiet", "--depth=1", "origin", "refs/pull/7/merge");
    clone.git("checkout", "--quiet", "--detach", merge);
    const env = { ...clone.options().env, ...job(merge) };
    const review = await loadReview(clone.options({ env, fetch: true }));
    assert.equal(review.base.kind === "git" && review.base.commit, main);
  });

  it("does not take a merge that the author made for GitHub's", async () => {
    const { repository, main } = pullRequest();
    const clone = repository.clone();
    clone.git("checkout", "--quiet", "feature");
    clone.git("merge", "--quiet", "--no-edit", "origin/main");
    const env = { ...clone.options().env, GITHUB_BASE_REF: "main", GITHUB_REF: "refs/heads/feature" };
    const review = await loadReview(clone.options({ env }));
    assert.equal(review.base.kind === "git" && review.base.commit, main);
    assert.equal(summarize(review).filter((line) => line.startsWith("changed")).length, 1);
  });

  it("asks for the target branch's history where a shallow clone does not reach it", async () => {
    const { repository } = pullRequest();
    const clone = repository.clone("--depth=1", "--branch", "feature");
    const env = { ...clone.options().env, GITHUB_BASE_REF: "main" };
    const error = await refusal("base-unreachable", loadReview(clone.options({ env })));
    assert.match(
      error.hint ?? "",
      /git fetch --no-tags --unshallow origin \+refs\/heads\/main:refs\/remotes\/origin\/main/,
    );
    const review = await loadReview(clone.options({ env, fetch: true }));
    assert.equal(review.base.kind === "git" && review.base.note, "merge base with origin/main");
  });

  it("never cuts off the history of a complete clone", async () => {
    const { repository, base } = pullRequest();
    const clone = repository.clone("--single-branch", "--branch", "feature");
    const env = { ...clone.options().env, GITHUB_BASE_REF: "main" };
    const error = await refusal("base-unreachable", loadReview(clone.options({ env })));
    assert.deepEqual(error.fetch, ["fetch", "--no-tags", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
    const review = await loadReview(clone.options({ env, fetch: true }));
    assert.equal(review.base.kind === "git" && review.base.commit, base);
    assert.equal(clone.git("rev-parse", "--is-shallow-repository"), "false");
  });
});

describe("the base in a merge request's pipeline on GitLab", () => {
  it("is the commit that GitLab names as the base of the difference", async () => {
    const { repository, base } = pullRequest();
    const clone = repository.clone();
    clone.git("checkout", "--quiet", "--detach", "origin/feature");
    const env = {
      ...clone.options().env,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
      CI_MERGE_REQUEST_EVENT_TYPE: "detached",
    };
    const review = await loadReview(clone.options({ env }));
    assert.deepEqual(review.base, {
      kind: "git",
      ref: "origin/main",
      commit: base,
      note: "merge base of the merge request",
    });
  });

  it("is what was merged, where the pipeline runs on the result of the merge", async () => {
    const { repository, base, main, merge } = pullRequest();
    const clone = repository.clone();
    clone.git("fetch", "--quiet", "origin", "refs/pull/7/merge");
    clone.git("checkout", "--quiet", "--detach", merge);
    const env = {
      ...clone.options().env,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: main,
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
      CI_MERGE_REQUEST_EVENT_TYPE: "merged_result",
    };
    const review = await loadReview(clone.options({ env }));
    assert.equal(review.base.kind === "git" && review.base.commit, main);
    assert.equal(summarize(review).filter((line) => line.startsWith("changed")).length, 1);
  });

  it("can be fetched by its id, in a shallow clone", async () => {
    const { repository, base } = pullRequest();
    const clone = repository.clone("--depth=1", "--branch", "feature");
    const env = { ...clone.options().env, CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    const error = await refusal("base-unreachable", loadReview(clone.options({ env })));
    assert.match(error.hint ?? "", /^run: git fetch --no-tags --depth=1 origin [0-9a-f]{40} \(or set GIT_DEPTH: 0\)$/);
    const review = await loadReview(clone.options({ env, fetch: true }));
    assert.equal(review.base.kind === "git" && review.base.commit, base);
  });
});

describe("a base that is named", () => {
  it("is a branch: where this history left it", async () => {
    const { repository, base } = pullRequest();
    repository.git("checkout", "--quiet", "feature");
    for (const against of ["git:main", "main", "git:refs/heads/main"]) {
      const review = await loadReview(repository.options({ against }));
      assert.equal(review.base.kind === "git" && review.base.commit, base, against);
    }
  });

  it("is a commit or a tag: exactly that one", async () => {
    const { repository, main } = pullRequest();
    repository.git("tag", "--annotate", "--message", "One", "v1", main);
    repository.git("checkout", "--quiet", "feature");
    for (const against of [`git:${main}`, "git:v1", "git:refs/tags/v1"]) {
      const review = await loadReview(repository.options({ against }));
      assert.equal(review.base.kind === "git" && review.base.commit, main, against);
    }
  });

  it("is a branch that only the remote has", async () => {
    const { repository, base } = pullRequest();
    const clone = repository.clone("--branch", "feature");
    const review = await loadReview(clone.options({ against: "git:main" }));
    assert.equal(review.base.kind === "git" && review.base.commit, base);
    assert.equal(review.base.kind === "git" && review.base.note, "merge base with origin/main");
  });

  it("may begin with a dash and is never taken for an option", async () => {
    const { repository } = pullRequest();
    repository.git("update-ref", "refs/heads/--output=x", "main~1");
    const review = await loadReview(repository.options({ against: "git:--output=x" }));
    assert.equal(review.base.kind, "git");
    const error = await refusal(
      "base-missing",
      loadReview(repository.options({ against: "git:--upload-pack=touch x" })),
    );
    assert.match(error.message, /there is no commit, branch or tag "--upload-pack=touch x"/);
  });

  it("has to say which it is, when a folder and a branch have its name", async () => {
    const { repository } = pullRequest();
    repository.git("branch", "schemas", "main~1");
    const error = await refusal("usage", loadReview(repository.options({ against: "schemas" })));
    assert.equal(error.message, '"schemas" is a folder and a ref');
    assert.equal(error.hint, "say which: --against dir:schemas or --against git:schemas");
    const named = await loadReview(repository.options({ against: "git:schemas" }));
    assert.equal(named.base.kind, "git");
    const folder = await loadReview(repository.options({ against: "dir:schemas" }));
    assert.equal(folder.base.kind, "dir");
    assert.equal(folder.unchangedCount, 3);
  });

  it("is said to be unknown with the nearest name", async () => {
    const { repository } = pullRequest();
    const error = await refusal("base-missing", loadReview(repository.options({ against: "git:featrue" })));
    assert.equal(error.hint, 'did you mean "feature"?');
    await refusal("usage", loadReview(repository.options({ against: "git:" })));
    await refusal("usage", loadReview(repository.options({ against: "git:main:" })));
    await refusal("base-missing", loadReview(repository.options({ against: "dir:nowhere" })));
    await refusal("usage", loadReview(repository.options({ against: "file:schemas" })));
  });

  it("has to be fetched, where a shallow clone may simply lack it", async () => {
    const { repository } = pullRequest();
    const clone = repository.clone("--depth=1");
    const error = await refusal(
      "base-unreachable",
      loadReview(clone.options({ against: "git:v1.2.0", allowMissingBase: true })),
    );
    assert.equal(error.hint, "run: git fetch --depth=1 origin +refs/tags/v1.2.0:refs/tags/v1.2.0");
  });

  it("has nothing in common with this history: that is an error and not a review of everything", async () => {
    const { repository } = pullRequest();
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit({ "schemas/triage.yaml": triage("low") });
    const error = await refusal("base-missing", loadReview(repository.options({ against: "git:main" })));
    assert.match(error.hint ?? "", /^compare with its tip: --against git:[0-9a-f]{12}$/);
  });

  it("is every matching tag in turn, the oldest version first", async () => {
    const repository = createRepository(files);
    for (const version of ["v1.2.0", "v1.10.0", "v2.0.0"]) {
      repository.commit({ "schemas/triage.yaml": triage("low", version.replaceAll(".", "_")) });
      repository.git("tag", version);
    }
    const seen: string[] = [];
    for await (const { base } of loadReviews(repository.options({ against: "tags:v1.*" })))
      if (base.kind === "git") seen.push(base.ref);
    assert.deepEqual(seen, ["v1.2.0", "v1.10.0"]);
    await refusal("base-missing", loadReview(repository.options({ against: "tags:v9*" })));
    await refusal("usage", loadReview(repository.options({ against: "tags:v1.*" })));
  });

  it("is one file of a commit, compared with one spec whatever both are called", async () => {
    const { repository } = pullRequest();
    const options = { specs: ["schemas/triage.yaml"] };
    for (const against of ["git:main:schemas/note.yaml", "git:main:./schemas/note.yaml"]) {
      const review = await loadReview(repository.options({ ...options, against }));
      assert.deepEqual(summarize(review), ["changed schemas/note.yaml -> schemas/triage.yaml"]);
      assert.equal(review.pairs[0]?.before?.spec.name, "Note");
      assert.equal(review.pairs[0]?.after?.spec.name, "Triage");
    }
    await refusal("usage", loadReview(repository.options({ against: "git:main:schemas/note.yaml" })));
    await refusal("base-missing", loadReview(repository.options({ ...options, against: "git:main:schemas/no.yaml" })));
    await refusal("usage", loadReview(repository.options({ ...options, against: "git:main:../x.yaml" })));
  });

  it("is one folder of a commit: another project, or a copy of the specs", async () => {
    const { repository } = pullRequest();
    repository.commit({ "old/outspec.yaml": "schemas: s\n", "old/s/triage.yaml": triage("low") });
    const project = await loadReview(repository.options({ against: "git:HEAD:old" }));
    assert.deepEqual(summarize(project).at(-1), "moved old/s/triage.yaml -> schemas/triage.yaml");
    const copy = await loadReview(repository.options({ against: "git:HEAD:old/s" }));
    assert.deepEqual(summarize(copy), [
      "added schemas/extra.yaml",
      "added schemas/note.yaml",
      "changed old/s/triage.yaml -> schemas/triage.yaml",
    ]);
  });

  it("is a file or folder on disk, also where there is no repository", async () => {
    const folder = createFolder();
    mkdirSync(join(folder, "schemas"));
    mkdirSync(join(folder, "old"));
    writeFileSync(join(folder, "schemas/triage.yaml"), triage("low", "high"));
    writeFileSync(join(folder, "old/triage.yaml"), triage("low"));
    const env = createRepository().options().env ?? {};
    const review = await loadReview({ cwd: folder, env, against: "old" });
    assert.deepEqual(
      review.pairs.map(({ kind }) => kind),
      ["changed"],
    );
    const file = await loadReview({ cwd: folder, env, against: "old/triage.yaml", specs: ["schemas/triage.yaml"] });
    assert.deepEqual(summarize(file), ["changed old/triage.yaml -> schemas/triage.yaml"]);
  });
});

describe("the new version", () => {
  it("is a commit when one is named, so that uncommitted edits do not count", async () => {
    const { repository, base } = pullRequest();
    repository.write({ "schemas/note.yaml": note("uncommitted") });
    const review = await loadReview(repository.options({ against: "git:main", head: "git:feature" }));
    assert.equal(review.base.kind === "git" && review.base.commit, base);
    assert.deepEqual(summarize(review), ["same schemas/note.yaml", "changed schemas/triage.yaml"]);
    await refusal("base-unreachable", loadReview(repository.options({ head: "git:nowhere" })));
    await refusal("usage", loadReview(repository.options({ head: "feature" })));
  });
});

describe("where git cannot help", () => {
  it("says that git is missing, and what works without it", async () => {
    const repository = createRepository(files);
    const error = await refusal(
      "no-git",
      loadReview(repository.options({ git: { executable: "git-that-is-not-there" } })),
    );
    assert.match(error.hint ?? "", /--against dir:/);
    mkdirSync(join(repository.root, "old"));
    const review = await loadReview(
      repository.options({ git: { executable: "git-that-is-not-there" }, against: "dir:old" }),
    );
    assert.deepEqual(summarize(review), ["added schemas/note.yaml", "added schemas/triage.yaml"]);
  });

  it("says that this is no repository", async () => {
    const folder = createFolder();
    mkdirSync(join(folder, "schemas"));
    writeFileSync(join(folder, "schemas/triage.yaml"), triage("low"));
    const error = await refusal(
      "no-repository",
      loadReview({ cwd: folder, env: createRepository().options().env ?? {} }),
    );
    assert.match(error.message, /is not in a git repository/);
  });
});
