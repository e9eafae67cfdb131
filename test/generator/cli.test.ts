import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { providerRows } from "../../runtime/src/facts/providers.ts";
import {
  builtCli,
  callCli,
  type Finished,
  installPackages,
  quietEnvironment,
  runCli,
  runtimeBuilt,
  startCli,
} from "./command-line.ts";
import { createProject, patientSummary } from "./temporary-project.ts";

let cli = "";
beforeAll(() => {
  cli = builtCli();
}, 60_000);

const project = (files: Readonly<Record<string, string>> = {}) => {
  const created = createProject({ "outspec.yaml": "", "schemas/patient-summary.yaml": patientSummary, ...files });
  /** In this process. */
  const call = (args: string, more?: Parameters<typeof callCli>[2]): Promise<Finished> =>
    callCli(created.root, args.split(" "), more);
  /** In a process of its own. */
  const run = (args: string, more?: Parameters<typeof runCli>[3]): Finished =>
    runCli(cli, created.root, args.split(" "), more);
  return { ...created, call, run };
};

const commands = ["init", "generate", "check", "lint", "diff", "try", "simulate"];

describe("outspec", () => {
  it("explains itself and every command", async () => {
    const { call } = project();
    const { code, out } = await call("--help");
    assert.equal(code, 0);
    for (const command of commands) {
      assert.match(out, new RegExp(`^ {2}${command} `, "m"));
      const help = await call(`${command} --help`);
      assert.equal(help.code, 0);
      for (const part of [`outspec ${command}: `, "Usage", "Options", "Examples", "Exit codes"])
        assert.ok(help.out.includes(part), `${command}: ${part}`);
      assert.ok(
        help.out.split("\n").every((line) => line.length <= 90),
        command,
      );
      assert.deepEqual(await call(`help ${command}`), help);
    }
  });

  it("prints its version", async () => {
    assert.match((await project().call("--version")).out, /^\d+\.\d+\.\d+\n$/);
  });

  it("answers a wrong call with one hint and exit code 2", async () => {
    const { call } = project();
    const cases: [string, RegExp][] = [
      ["genrate", /^outspec: unknown command "genrate"\n {2}did you mean "generate"\? commands: init, /],
      [
        "format",
        /^outspec: unknown command "format"\n {2}.*commands: init, generate, check, lint, diff, try, simulate\n$/,
      ],
      ["generate --wach", /^outspec: unknown option --wach\n {2}did you mean --watch\?\n$/],
      ["check --format githb", /not "githb"\n {2}did you mean "github"\?\n$/],
      ["check --json --format github", /^outspec: --json and --format github exclude each other\n/],
      ["generate --config", /^outspec: --config needs a value\n {2}--config VALUE, or --config=VALUE where /],
      ["try a --input --json", /^outspec: --input needs a value\n {2}--input VALUE, or /],
      ["try a --json=1", /^outspec: --json takes no value\n {2}write --json alone/],
      ["try -x", /^outspec: unknown option -x\n {2}options: --input, /],
      [
        "generate --format xml",
        /^outspec: --format must be pretty, github or json, not "xml"\n {2}as in --format pretty\n$/,
      ],
      ["generate schemas", /^outspec: unexpected argument "schemas"\n/],
      ["generate --config nowhere.yaml", /^outspec: there is no configuration nowhere.yaml\n/],
      ["simulate --port 99999", /^outspec: --port must be a whole number up to 65535, not "99999"\n/],
    ];
    for (const [args, expected] of cases) {
      const { code, err } = await call(args);
      assert.match(err, expected);
      assert.equal(code, 2, args);
      assert.doesNotMatch(err, /\n {4}at /);
    }
  });

  it("gives exit code 2 for findings in the configuration, and another for findings in specs", async () => {
    const { call, write } = project({ "outspec.yaml": "schema: x\n" });
    assert.equal((await call("generate")).code, 2);
    assert.equal((await call("check")).code, 2);
    write("outspec.yaml", "");
    write("schemas/patient-summary.yaml", patientSummary.replace("object", "objct"));
    // A comparison that was not made must not look like one that failed.
    for (const [command, expected] of [
      ["generate", 1],
      ["check", 3],
    ] as const) {
      const { code, err } = await call(command);
      assert.equal(code, expected);
      assert.match(err, /^schemas\/patient-summary\.yaml:4:9 {2}error {2}unknown-type\n/);
    }
  });

  it("survives a reader that leaves", () => {
    const { root } = project();
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${cli}" generate --help | true`], {
      cwd: root,
      encoding: "utf8",
    });
    assert.deepEqual([status, stderr], [0, ""]);
  });

  it("uses colours only when asked to or on a terminal", () => {
    const { run } = project({ "schemas/b.yaml": "output: { type: strng }\n" });
    const mark = "\u001b[";
    assert.ok(!run("generate").err.includes(mark));
    assert.ok(run("generate", { env: { FORCE_COLOR: "1" } }).err.includes(mark));
  });
});

describe("outspec generate", () => {
  it("prints one line in a pipe", () => {
    const { run } = project();
    assert.deepEqual(run("generate"), { code: 0, out: "1 spec, 4 files in generated/: 4 written.\n", err: "" });
    assert.deepEqual(run("generate"), { code: 0, out: "1 spec, 4 files in generated/: nothing changed.\n", err: "" });
  });

  it("loads neither ts-morph nor a compiler or parser when nothing changed, and is quick", () => {
    const spy = 'process.on("exit", () => console.error(Object.keys(require.cache).join("\\n")))';
    const { run, root } = project({ "node_modules/.keep": "", "spy.cjs": spy });
    const node = ["--require", join(root, "spy.cjs")];
    const loaded = (result: Finished): string[] =>
      ["ts-morph", "json-schema-to-typescript", "ajv", "yaml"].filter((name) =>
        result.err.includes(`/node_modules/${name}/`),
      );
    assert.deepEqual(loaded(run("generate", { node })), ["ts-morph", "json-schema-to-typescript", "ajv", "yaml"]);
    assert.deepEqual(loaded(run("generate", { node })), []);
    assert.deepEqual(loaded(run("--help", { node })), []);
    const started = performance.now();
    run("generate");
    assert.ok(performance.now() - started < 1000);
  });

  it("prints findings for GitHub and as JSON", async () => {
    const { call } = project({ "schemas/b.yaml": "output: { type: strng }\n" });
    const github = await call("generate --format github");
    assert.equal(
      github.out,
      '::error file=schemas/b.yaml,line=1,endLine=1,col=17,endColumn=22,title=unknown-type::"strng" is not a JSON Schema type%0Adid you mean "string"?\n',
    );
    const json = JSON.parse((await call("generate --format json")).out);
    assert.deepEqual(
      [json.version, json.command, json.status, json.summary],
      [1, "generate", "failed", { errors: 1, warnings: 0 }],
    );
    assert.deepEqual(json.findings[0].start, { line: 1, column: 17 });
    for (const command of ["generate", "check"])
      assert.equal((await call(`${command} --json`)).out, (await call(`${command} --format json`)).out);
  });

  it("works from a folder below the project and with another configuration", async () => {
    const { root, write, list } = project({ "services/a/x.txt": "" });
    assert.equal((await callCli(join(root, "services/a"), ["generate"])).code, 0);
    assert.ok(list("generated").length > 0);
    write("other/outspec.yaml", "schemas: specs\noutput: out\n");
    write("other/specs/a.yaml", patientSummary);
    assert.equal((await callCli(root, ["generate", "--config", "other/outspec.yaml"])).code, 0);
    assert.ok(list("other/out").length > 0);
  });

  it("watches: follows changes, survives findings, ends on Ctrl-C", async () => {
    const { root, write, read } = project();
    const { until, child, exit } = startCli(cli, root, ["generate", "--watch"]);
    await until("Watching");
    write("schemas/patient-summary.yaml", patientSummary.replace("Critical]", "Critical, Unknown]"));
    await until("written");
    assert.match(read("generated/patient-summary.ts"), /"Unknown"/);
    write("schemas/patient-summary.yaml", patientSummary.replace("object", "objct"));
    assert.match(await until("Nothing was written."), /did you mean "object"\?/);
    write("schemas/patient-summary.yaml", patientSummary);
    await until("written");
    write("schemas/visit.yaml", patientSummary);
    assert.match(await until("written"), /2 specs/);
    child.kill("SIGINT");
    assert.equal(await exit, 0);
  });
});

describe("outspec check", () => {
  it("is silent about an up-to-date project", async () => {
    const { call } = project();
    await call("generate");
    const { code, out } = await call("check --no-types");
    assert.deepEqual([code, out], [0, "1 spec, 4 files in generated/: up to date. Types: left out.\n"]);
  });

  it("names each file's state, the first lines that differ and the command that repairs it", async () => {
    const { call, write, read, list } = project();
    await call("generate");
    const before = list();
    write("schemas/patient-summary.yaml", patientSummary.replace("Critical]", "Critical, Unknown]"));
    write("generated/old.ts", read("generated/patient-summary.ts"));
    const { code, out } = await call("check --no-types");
    assert.equal(code, 1);
    assert.match(
      out,
      /^stale {12}generated\/patient-summary\.ts\n +\d+ - {3}vitals_status: "Normal" \| "Warning" \| "Critical";\n +\+ {3}vitals_status: .*"Unknown";\n/m,
    );
    assert.match(out, /^orphaned {9}generated\/old\.ts {2}\(its spec is gone\)\n/m);
    assert.match(out, /\nRepair with: npx outspec generate\n$/);
    assert.deepEqual(list(), [...before, "generated/old.ts"].sort());
  });

  it("shows a long line around the first place that differs", async () => {
    const grades = Array.from({ length: 60 }, (_, index) => `grade-${index}`);
    const { call, write, read } = project({
      "schemas/patient-summary.yaml": patientSummary.replace("Critical", [...grades, "Critical"].join(", ")),
    });
    await call("generate");
    const path = "generated/internal/patient-summary.ts";
    write(path, read(path).replace(/^(.{300,})Critical/m, "$1Serious"));
    const [head = "", found = "", expected = ""] = (await call("check --no-types")).out.split("\n");
    assert.equal(head, `edited           ${path}  (changed by hand)`);
    assert.match(found, /^ +\d+ - ….*Serious/);
    assert.match(expected, /^ +\+ ….*Critical/);
    assert.ok(Math.max(found.length, expected.length) < 130);
  });

  it("says that the types were not checked when the runtime is not installed", async () => {
    const { call } = project();
    await call("generate");
    const { code, out } = await call("check");
    assert.deepEqual(
      [code, out.includes("Types: skipped: @outspec/runtime is not installed in this project.")],
      [0, true],
    );
  });

  it.skipIf(!runtimeBuilt)("type-checks the generated modules against the installed runtime", async () => {
    const { call, root } = project();
    installPackages(root);
    await call("generate");
    assert.match((await call("check")).out, /Types: 3 modules checked\./);
  });
});

describe("outspec init", () => {
  const inEmptyFolder = (files: Readonly<Record<string, string>> = {}) => {
    const created = createProject(files);
    return { ...created, init: (...args: string[]) => callCli(created.root, ["init", ...args]) };
  };

  it("sets up a project that is free of findings, and generates it", async () => {
    const { init, list, read, root } = inEmptyFolder();
    const { code, out, err } = await init();
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /created {2}outspec\.yaml/);
    for (const path of [
      "outspec.yaml",
      "schemas/patient-summary.yaml",
      "example.ts",
      "generated/index.ts",
      "generated/router.ts",
    ])
      assert.ok(list().includes(path), path);
    assert.equal((await callCli(root, ["check"])).code, 0);
    const models = providerRows.flatMap(({ id, models: [first] }) => (first === undefined ? [] : [`${id}/${first}`]));
    for (const [, model] of read("outspec.yaml").matchAll(/(?:primary:|-) (\S+\/\S+)/g))
      assert.ok(models.includes(model ?? ""), model);
  });

  it("says what else the project needs, and only that", async () => {
    const { init } = inEmptyFolder();
    const { out } = await init();
    const steps = out.split("\nNext:\n")[1]?.split("\n") ?? [];
    // What is installed before there is a package goes into another one.
    assert.deepEqual(
      steps.map((line) => line.trim().split(/ {3,}/)[0]),
      [
        "npm init -y && npm pkg set type=module",
        "npm install @outspec/runtime",
        "npm install --save-dev outspec typescript",
        "npx outspec try patient-summary",
        "npx outspec simulate -- npx --yes tsx example.ts",
        "export OPENAI_API_KEY=…",
        "npx --yes tsx example.ts",
        "npx outspec generate --watch",
        "",
      ],
    );
    const ready = inEmptyFolder({ "package.json": '{ "type": "module" }', "node_modules/outspec/package.json": "{}" });
    const { out: less } = await ready.init();
    assert.doesNotMatch(less, /npm pkg|--save-dev outspec/);
    assert.match(less, /\n {2}npm install --save-dev typescript /);
  });

  it("writes an example that needs no types of Node", async () => {
    const { init, read } = inEmptyFolder();
    await init();
    assert.doesNotMatch(read("example.ts"), /process/);
  });

  it("never overwrites, and says what it left", async () => {
    const { init, read } = inEmptyFolder({ "outspec.yaml": "# mine\n", "example.ts": "// mine\n" });
    const { code, out } = await init();
    assert.equal(code, 0);
    assert.match(out, /exists {3}outspec\.yaml \(left as it is\)/);
    assert.deepEqual([read("outspec.yaml"), read("example.ts")], ["# mine\n", "// mine\n"]);
  });

  it("takes an existing JSON Schema as the first spec", async () => {
    const schema =
      '{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": { "total": { "type": "number" } } }';
    const { init, read } = inEmptyFolder({ "contracts/PurchaseOrder.schema.json": schema });
    const { code, err } = await init("--from", "contracts/PurchaseOrder.schema.json");
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(read("schemas/purchase-order.json"), schema);
    assert.match(read("example.ts"), /streamPurchaseOrder\("/);
  });

  it("leaves a JSON Schema that refers to its neighbours where it is, and refers to it", async () => {
    const { init, read, root } = inEmptyFolder({
      "contracts/Order.schema.json": '{ "type": "object", "properties": { "unit": { "$ref": "unit.json" } } }',
      "contracts/unit.json": '{ "type": "string" }',
    });
    const { code, err } = await init("--from", "contracts/Order.schema.json");
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(read("schemas/order.yaml"), 'output:\n  $ref: "../contracts/Order.schema.json"\n');
    assert.match(read("generated/order.ts"), /unit\?: Unit;/);
    assert.equal((await callCli(root, ["check"])).code, 0);
  });

  it("says that a spec with a prompt cannot be copied away from what it refers to", async () => {
    const { init, list } = inEmptyFolder({
      "contracts/order.yaml": "prompt: Hello.\noutput: { $ref: unit.json }\n",
      "contracts/unit.json": '{ "type": "string" }',
    });
    const { code, err } = await init("--from", "contracts/order.yaml");
    assert.equal(code, 2);
    assert.match(err, /refers to contracts\/unit\.json[\s\S]*move it there together/);
    assert.deepEqual(
      list().filter((path) => path.startsWith("schemas")),
      [],
    );
  });

  it("adds no sample where there are specs", async () => {
    const { init, list, read } = inEmptyFolder({ "schemas/mood.yaml": "prompt: Hello.\noutput: { type: string }\n" });
    assert.equal((await init("--vscode")).code, 0);
    assert.ok(!list().includes("schemas/patient-summary.yaml"));
    assert.match(read("example.ts"), /streamMood\(/);
  });

  it("reports the findings of a first spec that is wrong", async () => {
    const { init } = inEmptyFolder({ "bad.yaml": "type: objct\n" });
    const { code, err } = await init("--from", "bad.yaml");
    assert.equal(code, 1);
    assert.match(err, /did you mean "object"\?/);
    assert.equal((await init("--from", "missing.yaml")).code, 2);
  });
});

describe("outspec try", () => {
  it("says in one line that the runtime is missing", () => {
    const { code, err } = project({ "node_modules/.keep": "" }).run("try patient-summary");
    // In this repository the runtime is also found beside the generator, as a peer would be.
    assert.ok(
      code === 0 ||
        err === "outspec: @outspec/runtime is not installed in this project\n  npm install @outspec/runtime\n" ||
        err.startsWith("Simulated"),
      err,
    );
  });

  it("offers the nearest spec", async () => {
    const { code, err } = await project().call("try patientsummary");
    assert.deepEqual(
      [code, err],
      [2, 'outspec: there is no spec "patientsummary"\n  did you mean "patient-summary"?\n'],
    );
  });

  it.skipIf(!runtimeBuilt)("streams a simulated output when no key is set, and says so", () => {
    const { run, root } = project();
    installPackages(root);
    const { code, out, err } = run("try patient-summary");
    assert.equal(code, 0, err);
    assert.match(err, /^Simulated/);
    assert.deepEqual(Object.keys(JSON.parse(out)), ["vitals_status"]);
    assert.match(err, /^vitals_status: "(Normal|Warning|Critical)"$/m);
    assert.match(err, / 1\. openai\/\S+ {2}ok \(/);
  });

  it.skipIf(!runtimeBuilt).each(["openai/gpt-5.4-mini", "anthropic/claude-haiku-4-5", "ollama/llama3.2"])(
    "gets a valid output of %s at once for keywords that no dialect has",
    async (model) => {
      const spec = readFileSync(join(import.meta.dirname, "../end-to-end/specs/service-deployment.yaml"), "utf8");
      const { call, root } = project({
        "outspec.yaml": `router: { primary: ${model} }\n`,
        "schemas/service-deployment.yaml": spec,
      });
      installPackages(root);
      const { code, err } = await call("try service-deployment --simulate");
      assert.equal(code, 0, err);
      assert.match(err, /^ {2}1\. \S+ {2}ok \(/m);
      assert.doesNotMatch(err, /^ {2}2\. /m);
    },
  );

  it.skipIf(!runtimeBuilt)("prints nothing but the output with --json", () => {
    const { run, root } = project();
    installPackages(root);
    const { code, out, err } = run('try patient-summary --json --input {"notes":"Fine."}');
    assert.equal(code, 0);
    assert.match(err, /^Simulated, as .*: the output is made up by a local server\.\n\n$/);
    assert.deepEqual(Object.keys(JSON.parse(out)), ["vitals_status"]);
  });

  it.skipIf(!runtimeBuilt)("asks with the sample notes where they fit, and says so", async () => {
    const { call, root } = project();
    installPackages(root);
    const { err } = await call("try patient-summary");
    assert.match(err, /\nInput: the built-in sample notes; --input gives another\.\n/);
    const keyed = await call("try patient-summary", {
      env: { OPENAI_API_KEY: "x", OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
    });
    assert.doesNotMatch(keyed.err, /needs an input/);
  });

  it.skipIf(!runtimeBuilt)("waits for standard input", () => {
    const { root } = project();
    installPackages(root);
    const slow = `(sleep 0.5; echo '{"notes":"Fine."}') | "${process.execPath}" "${cli}" try patient-summary --input - --json`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", slow], {
      cwd: root,
      encoding: "utf8",
      env: quietEnvironment,
    });
    assert.equal(status, 0, stderr);
    assert.deepEqual(Object.keys(JSON.parse(stdout)), ["vitals_status"]);
  });

  it.skipIf(!runtimeBuilt)("says once why each attempt failed", async () => {
    const { call, root } = project({ "outspec.yaml": "router: { primary: openai/gpt-5.4-mini }\n" });
    installPackages(root);
    const { code, err } = await call("try patient-summary", {
      env: { OPENAI_API_KEY: "x", OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
    });
    assert.equal(code, 1);
    assert.equal(err.match(/no model answered|no output/g)?.length, 1, err);
    const attempts = err.match(/^ {2}\d\. openai\//gm)?.length ?? 0;
    assert.ok(attempts > 0);
    assert.equal(err.match(/cannot reach/g)?.length, attempts, err);
  });

  it.skipIf(!runtimeBuilt)(
    "is stopped by errors of the named spec and of what it refers to, not by others",
    async () => {
      const { call, root, write } = project({
        "schemas/bad.yaml": "output: { type: strng }\n",
        "schemas/broken.yaml": "output: [\n",
        "schemas/user.yaml": 'prompt: "{{ notes }}"\noutput: { $ref: ./shared/unit.yaml }\n',
        "schemas/shared/unit.yaml": "type: object\nproperties: { unit: { type: string } }\n",
      });
      installPackages(root);
      for (const name of ["patient-summary", "user"]) assert.equal((await call(`try ${name}`)).code, 0, name);
      assert.match(
        (await call("try bad")).err,
        /^schemas\/bad\.yaml:1:17 {2}error [\s\S]*\n1 error in 1 of 5 specs\.\n$/,
      );
      assert.match((await call("try broken")).err, /^schemas\/broken\.yaml:/);
      write("schemas/shared/unit.yaml", "type: objct\n");
      const { code, err } = await call("try user");
      assert.equal(code, 1);
      assert.match(err, /^schemas\/shared\/unit\.yaml:1:7 {2}error [\s\S]*\n1 error in 1 of 5 specs\.\n$/);
    },
  );

  it.skipIf(!runtimeBuilt)("says that it was stopped, and blames nobody", async () => {
    const { root } = project();
    installPackages(root);
    const { child, exit, until } = startCli(cli, root, ["try", "patient-summary"]);
    // From here on the first token is at least 250 ms away.
    await until("Input:");
    child.kill("SIGINT");
    assert.equal((await until("Stopped.\n")).includes("caller"), false);
    assert.equal(await exit, 130);
  });

  it.skipIf(!runtimeBuilt)(
    "makes up pictures, reads them as addresses or data, and names one that is neither",
    async () => {
      const { call, root } = project({
        "schemas/picture.yaml": `prompt:
  user:
    - text: Describe this for {{ audience }}.
    - image: picture
input:
  type: object
  required: [audience, picture]
  properties: { audience: { type: string }, picture: {} }
output: { type: string }
`,
      });
      installPackages(root);
      const ask = (picture: unknown) =>
        call("try picture --simulate --input -", { input: JSON.stringify({ audience: "all", picture }) });
      assert.equal((await call("try picture --simulate")).code, 0);
      assert.equal((await ask("https://example.com/a.png")).code, 0);
      assert.equal((await ask("data:image/png;base64,AA==")).code, 0);
      assert.equal((await ask({ data: "AA==", mediaType: "image/png" })).code, 0);
      for (const picture of ["a.png", {}, null]) {
        const { code, err } = await ask(picture);
        assert.equal(code, 2, err);
        assert.match(err, /^outspec: .*picture/m);
        assert.doesNotMatch(err, /TypeError/);
      }
    },
  );

  it.skipIf(!runtimeBuilt)("reports an input that does not match", async () => {
    const { call, root } = project();
    installPackages(root);
    const { code, err } = await call('try patient-summary --input {"note":1}');
    assert.equal(code, 2);
    assert.match(err, /\noutspec: .* must have the property notes\n {2}did you mean "notes" by "note"\?\n$/);
    assert.equal((await call("try patient-summary --input {")).code, 2);
    assert.equal((await call("try patient-summary --input -", { input: '{"notes":"Fine."}' })).code, 0);
  });
});

describe("outspec simulate", () => {
  it.skipIf(!runtimeBuilt)("answers until Ctrl-C", async () => {
    const { root } = project();
    installPackages(root);
    const { until, child, exit } = startCli(cli, root, ["simulate", "--port", "0", "--pace", "0"]);
    const url = /OPENAI_BASE_URL=(\S+)/.exec(await until("OLLAMA_HOST"))?.[1];
    const answer = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer simulated" },
      body: JSON.stringify({ model: "gpt-5.4-mini", messages: [{ role: "user", content: "Hello" }] }),
    });
    assert.equal(answer.status, 200);
    await until("openai/gpt-5.4-mini  200  whole answer");
    await fetch(`${url}/chat/completions`, { method: "POST", body: '{"model":"gpt-5.4-mini"}' });
    await until("openai/gpt-5.4-mini  401  no key");
    child.kill("SIGINT");
    assert.equal(await exit, 0);
  });

  it.skipIf(!runtimeBuilt)("runs a program whose models are simulated, without the keys there are", () => {
    const { run, root } = project({
      "main.mjs": `const { OPENAI_BASE_URL, OPENAI_API_KEY, ANTHROPIC_AUTH_TOKEN, GROQ_API_KEY, GROQ_BASE_URL } = process.env;
const status = (await fetch(OPENAI_BASE_URL + "/chat/completions", {
  method: "POST",
  headers: { authorization: "Bearer " + OPENAI_API_KEY, "content-type": "application/json" },
  body: JSON.stringify({ model: "gpt-5.4-mini", messages: [{ role: "user", content: "Hello" }] }),
})).status;
console.log(status, OPENAI_API_KEY, ANTHROPIC_AUTH_TOKEN, GROQ_API_KEY, GROQ_BASE_URL === OPENAI_BASE_URL, process.argv[2]);
process.exit(7);
`,
    });
    installPackages(root);
    const env = { OPENAI_API_KEY: "sk-real", ANTHROPIC_AUTH_TOKEN: "real", GROQ_API_KEY: "real" };
    const { code, out, err } = run("simulate --pace 0 -- node main.mjs --help", { env });
    assert.equal(out, "200 simulated undefined simulated true --help\n");
    assert.match(err, /^Simulating on http:\S+\.\n\S+ {2}openai\/gpt-5\.4-mini {2}200 {2}whole answer\n$/);
    assert.equal(code, 7);
  });

  it.skipIf(!runtimeBuilt)("ends its program when it is ended", async () => {
    const { root } = project({
      "main.mjs": 'process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1000); console.log("ready");',
    });
    installPackages(root);
    const { until, child, exit } = startCli(cli, root, ["simulate", "--", "node", "main.mjs"]);
    await until("ready");
    child.kill("SIGTERM");
    assert.equal(await exit, 3);
  });

  it.skipIf(!runtimeBuilt)("says so when there is no such program", () => {
    const { run, root } = project();
    installPackages(root);
    assert.match(run("simulate -- no-such-program").err, /outspec: no-such-program cannot be started\n {2}after --/);
    assert.match(run("simulate --").err, /^outspec: there is no program after --\n/);
  });

  it("reports mistakes in a fault script at their place", async () => {
    const { call } = project({ "faults.yaml": "- kind: stal\n" });
    const { code, err } = await call("simulate --faults faults.yaml");
    assert.equal(code, 2);
    assert.match(err, /^faults\.yaml:1:9 {2}error {2}wrong-value\n[\s\S]*did you mean "stall"\?/);
    const { call: callAgain } = project({ "faults.yaml": "- kind: text\n" });
    const without = await callAgain("simulate --faults faults.yaml");
    assert.equal(without.code, 2);
    assert.match(without.err, /"text" is missing in a fault of kind text\n/);
  });
});
