import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../generator/src/cli.ts";
import { commandsOf, readPages, root } from "./pages.ts";

const pages = readPages();

describe("commands", () => {
  const helps = new Map<string, string>();

  /** What a command says of itself; empty when there is no such command. */
  async function helpOf(name: string): Promise<string> {
    let help = "";
    const out = (text: string) => {
      help += text;
    };
    const known = helps.get(name);
    if (known !== undefined) return known;
    const args = name === "" ? ["--help"] : [name, "--help"];
    const status = await main(args, { cwd: root, out, note: () => {}, interactive: false, color: false });
    helps.set(name, status === 0 ? help : "");
    return helpOf(name);
  }

  it("exist, with every option they are shown with", async () => {
    const commands = pages.flatMap(commandsOf);
    expect(commands.length).toBeGreaterThan(30);
    for (const { page, line, name, options } of commands) {
      const help = await helpOf(name);
      expect(help, `${page}:${line} outspec ${name}`).not.toBe("");
      for (const option of options) {
        expect(help, `${page}:${line} outspec ${name} ${option}`).toMatch(new RegExp(`(?<![\\w-])${option}(?![\\w-])`));
      }
    }
  });

  it("of npm are scripts of the repository", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly scripts: object };
    const ofUsers = ["examples/"];
    for (const { path, text } of pages.filter((page) => !ofUsers.some((folder) => page.path.startsWith(folder)))) {
      for (const [, name = ""] of text.matchAll(/\bnpm run ([\w:-]+)/g)) {
        expect(scripts, `${path}: npm run ${name}`).toHaveProperty(name);
      }
    }
  });
});
