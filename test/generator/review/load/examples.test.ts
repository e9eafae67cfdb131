import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { createFolder } from "./scratch-repository.ts";

const folder = join(import.meta.dirname, "../../../../examples/schema-review");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (path: string): unknown => parse(readFileSync(join(folder, path), "utf8"));
const workflows = [
  "github/schema-review.yml",
  "github-forks/schema-review.yml",
  "github-forks/schema-review-comment.yml",
].map((path) => ({ path, workflow: read(path) as Workflow }));
const canWrite = ({ permissions }: Job): boolean => Object.values(permissions ?? {}).includes("write");
const jobsOf = (wanted: (job: Job) => boolean): readonly { readonly at: string; readonly job: Job }[] =>
  workflows.flatMap(({ path, workflow }) =>
    Object.entries(workflow.jobs)
      .filter(([, job]) => wanted(job))
      .map(([name, job]) => ({ at: `${path}: ${name}`, job })),
  );

const marker = "<!-- schema-review:default -->";

describe("the workflows for GitHub", () => {
  it("give no right to a job that does not ask for it, and never run in a pull request's trusted context", () => {
    for (const { path, workflow } of workflows) {
      assert.deepEqual(workflow.permissions, {}, path);
      assert.ok(!JSON.stringify(workflow.on).includes("pull_request_target"), path);
      for (const job of Object.values(workflow.jobs)) assert.ok(job.permissions !== undefined, path);
    }
  });

  it("review with a token that can only read, and that no later step finds on disk", () => {
    const jobs = jobsOf((job) => !canWrite(job));
    assert.equal(jobs.length, 2);
    for (const { at, job } of jobs) {
      assert.deepEqual(job.permissions, { contents: "read" }, at);
      const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
      assert.deepEqual(checkout?.with, { "fetch-depth": 2, "persist-credentials": false }, at);
      assert.ok(
        job.steps.some(({ run }) => run === "npm ci --ignore-scripts"),
        at,
      );
    }
  });

  it("run nothing of the pull request where the token can write", () => {
    const jobs = jobsOf(canWrite);
    assert.equal(jobs.length, 2);
    for (const { at, job } of jobs) {
      const writes = Object.entries(job.permissions ?? {}).filter(([, right]) => right === "write");
      assert.deepEqual(writes, [["pull-requests", "write"]], at);
      for (const { uses, run = "" } of job.steps) {
        assert.ok(uses === undefined || uses.startsWith("actions/download-artifact@"), `${at}: ${uses}`);
        // The commands it has are those of the runner.
        assert.doesNotMatch(run, /\b(?:npm|npx|node|yarn|pnpm|make|source|eval|sh|bash|python3?)\b|\.\//, at);
      }
    }
  });

  it("put nothing of an event into a script: it comes as a variable", () => {
    for (const { path, workflow } of workflows)
      for (const { steps } of Object.values(workflow.jobs))
        for (const { run = "" } of steps) assert.ok(!run.includes("${{"), `${path}: ${run}`);
  });

  it("always show the job summary, also when the review failed or could not be made", () => {
    for (const { at, job } of jobsOf((one) => !canWrite(one))) {
      const summary = job.steps.find(({ name }) => name === "Job summary");
      assert.equal(summary?.if, "always()", at);
      assert.equal(job.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"))?.if, "always()", at);
      const cwd = createFolder();
      const show = (): string => {
        const env = { PATH: process.env["PATH"] ?? "", GITHUB_STEP_SUMMARY: join(cwd, "summary") };
        writeFileSync(join(cwd, "summary"), "");
        execFileSync("bash", ["--norc", "-e", "-c", summary?.run ?? ""], { cwd, env });
        return readFileSync(join(cwd, "summary"), "utf8");
      };
      assert.match(show(), /^<!-- schema-review:default -->\nThe schema review could not be completed/);
      writeFileSync(join(cwd, "review.md"), `${marker}\nfine\n`);
      assert.equal(show(), `${marker}\nfine\n`);
    }
  });

  it("name each other: the second step waits for the first", () => {
    const [, first, second] = workflows;
    assert.deepEqual(second?.workflow.on, {
      workflow_run: { workflows: [first?.workflow.name], types: ["completed"] },
    });
  });
});

/** Runs the step that comments with a `gh` that writes down what it is asked, and answers as told. */
function comment(job: Job, review: string | undefined, answers: { existing?: string; number?: string }): string {
  const cwd = createFolder();
  if (review !== undefined) writeFileSync(join(cwd, "review.md"), review);
  return runComment(job, cwd, answers);
}

function runComment(
  job: Job,
  cwd: string,
  { existing = "", number = "7" }: { existing?: string; number?: string },
): string {
  const bin = createFolder();
  const log = join(bin, "log");
  writeFileSync(log, "");
  writeFileSync(
    join(bin, "gh"),
    `#!/bin/sh
echo "$*" >> ${log}
case "$*" in
  *PATCH*|*POST*) echo '{}' ;;
  *comments*) printf '%s' "${existing}" ;;
  *pulls*) printf '%s' "${number}" ;;
esac
`,
    { mode: 0o755 },
  );
  const script = job.steps.find(({ name }) => name === "Comment")?.run ?? "";
  const env = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    REPOSITORY: "o/r",
    NUMBER: "7",
    BRANCH: "someone:patch & more",
    SHA: "0".repeat(40),
  };
  const { status, stderr } = spawnSync("bash", ["--norc", "-e", "-c", script], { cwd, env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const asked = readFileSync(log, "utf8").split("\n");
  return asked.find((line) => /PATCH|POST/.test(line)) ?? "nothing";
}

const hasJq = spawnSync("sh", ["-c", "command -v jq"]).status === 0;

describe("the comment", { skip: !hasJq }, () => {
  const long = `${marker}\n### Schema review: 1 breaking change\n\n@team look\n`;
  const short = `${marker}\nNo changes to review.\n`;

  for (const { at, job } of jobsOf(canWrite)) {
    it(`is one that is kept up to date (${at})`, () => {
      assert.equal(comment(job, long, {}), "api --method POST repos/o/r/issues/7/comments --input comment.json");
      const changed = "api --method PATCH repos/o/r/issues/comments/42 --input comment.json";
      assert.equal(comment(job, long, { existing: "42" }), changed);
      assert.equal(comment(job, short, { existing: "42" }), changed);
      assert.equal(comment(job, short, {}), "nothing");
    });

    it(`is not made of anything but a review (${at})`, () => {
      assert.equal(comment(job, undefined, {}), "nothing");
      assert.equal(comment(job, "Buy now\n\n\n", {}), "nothing");
      const cwd = createFolder();
      const secret = join(createFolder(), "secret");
      writeFileSync(secret, long);
      symlinkSync(secret, join(cwd, "review.md"));
      assert.equal(runComment(job, cwd, {}), "nothing");
    });

    it(`mentions nobody and is no longer than a comment may be (${at})`, () => {
      const cwd = createFolder();
      writeFileSync(join(cwd, "review.md"), long + "é@".repeat(70_000));
      runComment(job, cwd, {});
      assert.ok(existsSync(join(cwd, "comment.json")));
      const { body } = JSON.parse(readFileSync(join(cwd, "comment.json"), "utf8")) as { body: string };
      assert.ok(body.startsWith(marker));
      assert.equal([...body].length, 65_000);
      assert.doesNotMatch(body, /@[a-z]/);
    });
  }

  it("goes to no pull request but the one whose commit was reviewed", () => {
    const job = workflows[2]?.workflow.jobs["comment"];
    assert.ok(job !== undefined);
    assert.equal(comment(job, long, { number: "" }), "nothing");
    const script = job.steps.find(({ name }) => name === "Comment")?.run ?? "";
    assert.ok(script.includes("select(.head.sha =="));
    assert.equal(
      spawnSync("bash", ["--norc", "-e", "-c", script], {
        cwd: createFolder(),
        env: { PATH: process.env["PATH"] ?? "", SHA: '" or true' },
      }).status,
      1,
    );
  });
});

describe("the pipeline for GitLab", () => {
  interface Pipeline {
    readonly [job: string]: {
      readonly script: readonly string[];
      readonly before_script?: readonly string[];
      readonly variables?: Readonly<Record<string, string>>;
      readonly artifacts?: { readonly when: string };
      readonly environment?: { readonly name: string; readonly action: string };
    };
  }
  const pipeline = read("gitlab/.gitlab-ci.yml") as Pipeline;

  it("keeps the token from the job that runs code of the merge request", () => {
    // A variable of a job would not do: those of the project win over it. An environment's are given to its jobs only.
    assert.equal(pipeline["schema-review"]?.environment, undefined);
    assert.deepEqual(pipeline["schema-review-comment"]?.environment, { name: "schema-review", action: "verify" });
    assert.equal(pipeline["schema-review"]?.artifacts?.when, "always");
  });

  it("comments without a checkout, and runs nothing of the merge request there", () => {
    const job = pipeline["schema-review-comment"];
    assert.equal(job?.variables?.["GIT_STRATEGY"], "none");
    const script = [...(job?.before_script ?? []), ...(job?.script ?? [])].join("\n");
    assert.doesNotMatch(script, /\b(?:npm|npx|node|make|source|eval|bash|python3?)\b|\.\//);
    assert.equal(spawnSync("sh", ["-n", "-c", script]).status, 0);
    const { status, stdout } = spawnSync("sh", ["-c", job?.script[0] ?? ""], {
      cwd: createFolder(),
      env: { PATH: process.env["PATH"] ?? "" },
      encoding: "utf8",
    });
    assert.equal(status, 0);
    assert.match(stdout, /no review to post/);
  });
});

describe("the hooks of pre-commit", () => {
  it("run the project's own version, and the review before a push", () => {
    const { repos } = read("pre-commit/.pre-commit-config.yaml") as {
      repos: readonly {
        hooks: readonly { id: string; entry: string; language: string; stages?: readonly string[] }[];
      }[];
    };
    const hooks = repos.flatMap((one) => one.hooks);
    assert.ok(
      hooks.every(({ entry, language }) => language === "system" && entry.startsWith("npx --no-install outspec ")),
    );
    assert.deepEqual(hooks.find(({ id }) => id === "outspec-diff")?.stages, ["pre-push"]);
  });
});
