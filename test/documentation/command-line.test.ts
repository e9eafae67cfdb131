import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../generator/src/cli.ts";

const path = join(import.meta.dirname, "../../docs/command-line.md");

async function helpOf(...argv: readonly string[]): Promise<string> {
  let printed = "";
  const say = (text: string): void => {
    printed += text;
  };
  const code = await main([...argv, "--help"], {
    cwd: import.meta.dirname,
    out: say,
    note: say,
    interactive: false,
    color: false,
  });
  expect(code).toBe(0);
  return printed;
}

/** The page with each block as the command of its heading explains itself. `UPDATE_GOLDEN=1` writes it. */
async function written(page: string): Promise<string> {
  const [before = "", ...sections] = page.split(/^(?=## )/m);
  const texts = await Promise.all(
    sections.map(async (section) => {
      const [, command] = /^## outspec (\w+)/.exec(section) ?? [];
      if (command === undefined) return section;
      const help = await helpOf(command);
      return section.replace(/^```\n.*?^```$/ms, () => `\`\`\`\n${help}\`\`\``);
    }),
  );
  return before + texts.join("");
}

describe("docs/command-line.md", () => {
  it("has what each command says of itself", async () => {
    const page = readFileSync(path, "utf8");
    const expected = await written(page);
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(path, expected);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });

  it("has every command", async () => {
    const [, list = ""] = /^Commands\n(.*?)\n\n/ms.exec(await helpOf()) ?? [];
    const names = list.split("\n").map((line) => line.trim().split(" ")[0] ?? "");
    expect(names).toHaveLength(7);
    const page = readFileSync(path, "utf8");
    for (const name of names) expect(page).toContain(`## outspec ${name}\n`);
  });
});
