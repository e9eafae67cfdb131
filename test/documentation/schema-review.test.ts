import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { diffRules } from "../../generator/src/review/rules/diff-rules.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { callCli } from "../generator/command-line.ts";
import { createProject } from "../generator/temporary-project.ts";

const page = join(import.meta.dirname, "../../docs/schema-review.md");

/** The block of the page that has this label. */
function block(text: string, label: string): string {
  const found = new RegExp(`\`\`\`${label}\\n(.*?)\`\`\``, "s").exec(text)?.[1];
  assert.ok(found !== undefined, `the page has a block ${label}`);
  return found;
}

/** A repository whose commits have the same ids wherever and whenever it is made. */
function git(root: string, ...args: readonly string[]): void {
  const date = "2026-01-01T00:00:00Z";
  execFileSync("git", ["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false", ...args], {
    cwd: root,
    env: {
      ...process.env,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
    },
    stdio: "pipe",
  });
}

describe("docs/schema-review.md", () => {
  it("shows what the command really says of its example", async () => {
    const text = readFileSync(page, "utf8");
    const { root, write } = createProject({
      "outspec.yaml": "router: { primary: openai/gpt-5.4-mini }\n",
      "schemas/triage.yaml": block(text, "yaml before"),
    });
    git(root, "init", "--quiet", "--initial-branch=main");
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=The old spec");
    git(root, "checkout", "--quiet", "-b", "change");
    write("schemas/triage.yaml", block(text, "yaml after"));
    git(root, "commit", "--quiet", "--all", "--message=The new spec");
    const pretty = await callCli(root, ["diff"]);
    const comment = await callCli(root, ["diff", "--format", "markdown"]);
    assert.deepEqual([pretty.code, comment.code], [1, 1]);
    // Pairs of functions, because text with `$&` would be read as a pattern.
    const expected = text
      .replace(/(```text terminal\n).*?(```)/s, (_, open: string, close: string) => `${open}${pretty.out}${close}`)
      .replace(/(```markdown comment\n).*?(```)/s, (_, open: string, close: string) => `${open}${comment.out}${close}`);
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(page, expected);
    assert.equal(text, expected);
  });

  it("shows a configuration that is taken as it stands", async () => {
    const text = readFileSync(page, "utf8");
    const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, content = ""]) => content);
    assert.equal(blocks.length, 2);
    for (const content of blocks) {
      const { review, diagnostics } = await readConfig("outspec.yaml", content, { importExtension: "js" });
      assert.deepEqual(diagnostics, []);
      const rules = [...review.accept, ...review.overrides.flatMap((one) => Object.keys(one.rules ?? {}))];
      assert.ok(rules.every((one) => diffRules.has(typeof one === "string" ? one : one.rule)));
      assert.ok(rules.length + review.overrides.length > 0);
    }
  });

  it("names every key of `review`", async () => {
    const text = readFileSync(page, "utf8");
    const format = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../generator/schema/outspec-config.schema.json"), "utf8"),
    ) as { readonly properties: { readonly review: { readonly properties: object } } };
    for (const key of Object.keys(format.properties.review.properties)) assert.ok(text.includes(`\`${key}\``), key);
  });
});
