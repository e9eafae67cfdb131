import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { builtCli, callCli, type Finished, installPackages, startCli } from "../../generator/command-line.ts";
import { createProject, type TemporaryProject } from "../../generator/temporary-project.ts";
import { allKeys, allPrompts, type Canary, findIn, findInFiles, keys, outputs, prompts } from "./canaries.ts";
import { startEchoServer } from "./echo-server.ts";

const spec = `description: What a triage nurse reads before the visit.
prompt:
  system: You are a clinical assistant.
  user: "{{ notes }}"
output:
  type: object
  required: [vitals_status]
  properties:
    vitals_status: { enum: [Normal, Warning, Critical] }
`;

const printed = ({ out, err }: Finished): string => `${out}\n${err}`;

/** Commands in each of their forms, with files for reports below `reports/`. */
const commands: readonly string[] = [
  "generate",
  "generate --format json",
  "generate --format github",
  ...["check", "lint"].flatMap((name) => formsOf(name)),
  ...formsOf("diff --against git:HEAD"),
  "try patient-summary --simulate --input {}",
  "try patient-summary --simulate --json --input {}",
];

function formsOf(command: string): readonly string[] {
  return ["pretty", "json", "markdown", "github", "sarif"].map((format) => `${command} --format ${format}`);
}

/** The same file as text that a report may hold: other keys than the ones that are looked for. */
function committed(files: Readonly<Record<string, string>>): TemporaryProject {
  const project = createProject(files);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: project.root });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "start");
  return project;
}

/** Everything of a project but the files that its author wrote. */
function findInWritten({ root }: TemporaryProject, canaries: readonly Canary[]): readonly string[] {
  return ["generated", "reports", "node_modules/.cache"].flatMap((folder) => {
    mkdirSync(join(root, folder), { recursive: true });
    return findInFiles(join(root, folder), canaries);
  });
}

const places: Readonly<Record<string, (text: string) => string>> = {
  "as apiKey": (text) => `{ model: openai/gpt-5.4-mini, apiKey: ${text} }`,
  "as the name of a variable": (text) => `{ model: openai/gpt-5.4-mini, apiKeyEnv: ${text} }`,
  "as a header that bears keys": (text) => `{ model: openai/gpt-5.4-mini, headers: { x-api-key: ${text} } }`,
  "as a header with a scheme": (text) => `{ model: openai/gpt-5.4-mini, headers: { authorization: Bearer ${text} } }`,
  "in an address": (text) => `{ model: openai/gpt-5.4-mini, baseUrl: "https://user:${text}@example.com/v1" }`,
  "in the query of an address": (text) =>
    `{ model: openai/gpt-5.4-mini, baseUrl: "https://example.com/v1?key=${text}" }`,
};

const withRouter = (primary: string): string => `router:\n  primary: ${primary}\n`;

describe("a key in outspec.yaml", () => {
  it.each(Object.entries(places))(
    "%s is in no output of any command, and in no file",
    async (_where, place) => {
      const project = committed({
        "outspec.yaml": withRouter("openai/gpt-5.4-mini"),
        "schemas/patient-summary.yaml": spec,
        "package.json": '{ "type": "module" }',
        "reports/.keep": "",
      });
      for (const canary of [keys.bearer, keys.plain]) {
        const config = withRouter(place(canary.text));
        for (const [before, now] of [
          [withRouter("openai/gpt-5.4-mini"), config],
          [config, withRouter("openai/gpt-5.4-mini")],
        ] as const) {
          writeFileSync(join(project.root, "outspec.yaml"), before);
          execFileSync(
            "git",
            ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qam", "x", "--allow-empty"],
            {
              cwd: project.root,
            },
          );
          writeFileSync(join(project.root, "outspec.yaml"), now);
          for (const command of commands) {
            const finished = await callCli(project.root, command.split(" "));
            assert.deepEqual(findIn(printed(finished), allKeys), [], command);
          }
          assert.deepEqual(findInWritten(project, allKeys), []);
        }
      }
    },
    120_000,
  );
});

describe("outspec try", () => {
  const config = (baseUrl: string) =>
    `router:\n  primary: { model: openai/gpt-5.4-mini, baseUrl: "${baseUrl}" }\n  attempts: 1\n`;

  it("tells a provider's failure without the key and the input it quotes", async () => {
    await using server = await startEchoServer();
    const project = createProject({
      "outspec.yaml": config(server.url),
      "schemas/patient-summary.yaml": spec,
      "package.json": '{ "type": "module" }',
    });
    installPackages(project.root);
    const env = { OPENAI_API_KEY: keys.environment.text };
    for (let round = 0; round < 12; round++) {
      for (const more of [[], ["--json"]]) {
        const args = ["try", "patient-summary", "--input", JSON.stringify({ notes: prompts.user.text }), ...more];
        const finished = await callCli(project.root, args, { env });
        assert.equal(finished.code, 1, printed(finished));
        assert.match(printed(finished), /401/);
        assert.deepEqual(findIn(printed(finished), [...allKeys, ...allPrompts]), []);
      }
    }
    assert.equal(findIn(server.received.join("\n"), [keys.environment, prompts.user]).length, 2);
    assert.deepEqual(findInWritten(project, [...allKeys, ...allPrompts]), []);
  }, 60_000);
});

describe("outspec simulate", () => {
  let cli = "";
  beforeAll(() => {
    cli = builtCli();
  }, 60_000);

  it("shows of a request neither key nor prompt, and of an answer nothing", async () => {
    const project = createProject({
      "outspec.yaml": "",
      "schemas/patient-summary.yaml": spec,
      "package.json": '{ "type": "module" }',
    });
    installPackages(project.root);
    const running = startCli(cli, project.root, ["simulate", "--port", "0"]);
    const started = await running.until("http://");
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(started) ?? [];
    const body = {
      model: "gpt-5.4-mini",
      messages: [{ role: "user", content: prompts.user.text }],
    };
    const ask = (path: string, headers: Readonly<Record<string, string>>) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    await ask("/v1/chat/completions", { authorization: `Bearer ${keys.bearer.text}` });
    await ask(`/v1beta/models/gemini-3.8-flash:generateContent?key=${keys.google.text}`, {});
    await ask(`/no/such/path?key=${keys.google.text}`, { "x-api-key": keys.anthropic.text });
    await ask("/v1/chat/completions", {
      authorization: `Bearer ${keys.bearer.text}`,
      "x-tenant-secret": keys.header.text,
    });
    const log = started + (await running.until("gemini"));
    running.child.kill("SIGTERM");
    await running.exit;
    assert.deepEqual(findIn(log, [...allKeys, ...allPrompts, ...Object.values(outputs)]), []);
  }, 60_000);
});
