import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { describe, it } from "vitest";
import { builtCli, installPackages, quietEnvironment, runtimeBuilt } from "../command-line.ts";
import { createProject } from "../temporary-project.ts";

const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
if (!hasScript) console.info("skipped: a pseudo-terminal needs the script command of util-linux");

const specs = {
  "outspec.yaml": "router: { primary: openai/gpt-5.4-mini }\n",
  "schemas/summary.yaml": `prompt: "{{ notes }}"
output:
  type: object
  required: [status, notes]
  properties: { status: { enum: [Normal, Warning] }, notes: { type: array, minItems: 3, items: { type: string } } }
`,
};

/** What a terminal shows of a command, and how it ended; keys are pressed as soon as a text is shown. */
function watch(
  args: string,
  env: NodeJS.ProcessEnv,
  press?: { readonly when: string; readonly keys: string },
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly shown: string }> {
  const { root } = createProject({ ...specs, ...files });
  installPackages(root);
  const command = `stty cols 80 rows 24; exec "${process.execPath}" "${builtCli()}" ${args}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: root,
    env: { ...quietEnvironment, CI: "", TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  let isPressed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (press === undefined || isPressed || !shown.includes(press.when)) return;
    isPressed = true;
    child.stdin.write(press.keys);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, shown })));
}

/** ESC, with which everything begins that commands a terminal. */
const esc = "\u001b";

describe.skipIf(!hasScript || !runtimeBuilt)("outspec try in a real terminal", { timeout: 60_000 }, () => {
  it("redraws the object in place, and leaves it whole with its tokens and times", async () => {
    const { code, shown } = await watch('try summary --simulate --input "Fever since Monday."', {});
    assert.equal(code, 0, shown);
    assert.match(shown, /Asking openai\/gpt-5\.4-mini: 0\.\d s/);
    assert.match(shown, new RegExp(`\\r${esc}\\[\\d+A`));
    const end = shown.slice(shown.lastIndexOf(esc)).replaceAll("\r", "");
    const [, json = "", summary = ""] = /^.*?(\{\n[\s\S]*?\n\})\n([\s\S]*)$/.exec(end) ?? [];
    assert.deepEqual(Object.keys(JSON.parse(json)), ["status", "notes"]);
    assert.match(
      summary,
      /^\n {2}1\. \S+ {2}ok \(.*\) {2}\d.*\n\n\S+: \d+ tokens in, \d+ out, \d+ a second; first partial after .*, done after .*\.\n$/,
    );
  });

  it.each([{ CI: "true" }, { TERM: "dumb" }])("draws nothing with %j", async (env) => {
    const { code, shown } = await watch("try summary --simulate --input Fever", env);
    assert.equal(code, 0, shown);
    assert.ok(!shown.includes(esc), shown);
    assert.match(shown, /^notes\[0\]: /m);
  });

  it("is stopped by Ctrl-C, with what there was and nobody blamed", async () => {
    const { code, shown } = await watch(
      "try summary --simulate --input Fever",
      {},
      { when: "is writing", keys: "\u0003" },
    );
    assert.equal(code, 130, shown);
    assert.match(shown, /That is how far it came, and no output\.\r\nStopped\.\r\n$/);
    assert.doesNotMatch(shown, /abort/);
  });
});

describe.skipIf(!hasScript || !runtimeBuilt)(
  "outspec simulate in the terminal of a program",
  { timeout: 60_000 },
  () => {
    it("keeps out of what a program draws there, and sums up at the end", async () => {
      const ask = `await fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {
  method: "POST", headers: { authorization: "Bearer simulated" }, body: JSON.stringify({ model: "gpt-5.4-mini", messages: [{ role: "user", content: "Hello" }] }) })`;
      const program = `process.stderr.write("[#"); ${ask}; process.stderr.write("##"); ${ask}; process.stderr.write("#]\\n"); process.exit(3);`;
      const args = (option: string) => `simulate --pace 0 ${option} -- "${process.execPath}" main.mjs`;
      const { code, shown } = await watch(args(""), {}, undefined, { "main.mjs": program });
      assert.match(
        shown,
        /^Simulating on \S+\.\r\n\[####\]\r\nSimulated 2 requests: 2 × openai\/gpt-5\.4-mini 200 whole answer\.\r\n$/,
      );
      assert.equal(code, 3);
      const verbose = await watch(args("--verbose"), {}, undefined, { "main.mjs": program });
      assert.match(verbose.shown, /\d\d:\d\d:\d\d {2}openai\/gpt-5\.4-mini {2}200 {2}whole answer/);
      assert.doesNotMatch(verbose.shown, /Simulated 2/);
    });
  },
);
