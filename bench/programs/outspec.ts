import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { specText } from "../ordinary-specs.js";
import { repository } from "../repository.js";
import { namesOf, type Program, writeText } from "./program.js";

const providers = ["openai/gpt-5.4-mini", "anthropic/claude-haiku-5-5"];

/** An application with Outspec: its specs, what is generated from them, and the calls. */
export const outspecProgram: Program = {
  name: "outspec",
  label: "Outspec",
  kind: "ours",
  folder: repository,
  packages: ["@outspec/runtime"],
  second: [],
  write(folder, specs, both) {
    const fallbacks = both ? `\n  fallbacks: [${providers[1]}]` : "";
    writeText(folder, "outspec.yaml", `router:\n  primary: ${providers[0]}${fallbacks}\n`);
    for (const spec of specs) writeText(folder, `schemas/${spec.name}.yaml`, specText(spec));
    const cli = join(repository, "generator/dist/cli.js");
    const { status, stderr } = spawnSync(process.execPath, [cli, "generate"], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`the generator left with ${status}: ${stderr.slice(0, 500)}`);
    const names = specs.flatMap((spec) => [`generate${namesOf(spec).type}`, `stream${namesOf(spec).type}`]);
    const imports = `import { ${names.join(", ")} } from "./generated/index.js";\n`;
    const calls = specs.map((spec) => {
      const { type, first } = namesOf(spec);
      return `
export async function first${type}(date: string, text: string) {
  const { output } = await generate${type}({ date, text });
  return output${first};
}
export async function show${type}(date: string, text: string) {
  const stream = stream${type}({ date, text });
  for await (const partial of stream) console.log(partial${first});
  return (await stream.result).output;
}
`;
    });
    writeText(folder, "main.ts", imports + calls.join(""));
  },
};
