import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

// That its blocks compile, and that its links lead somewhere, pages.test.ts and links.test.ts say of every page.
describe("docs/resume.md", () => {
  it("names every option of a replay in Redis, with its default", () => {
    const page = read("docs/resume.md");
    const source = read("runtime/src/redis/redis-replay.ts");
    const [, members = ""] = /export interface RedisReplayOptions \{(.*?)^\}/ms.exec(source) ?? [];
    const options = [...members.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name ?? "");
    expect(options).toHaveLength(7);
    for (const name of options.filter((option) => option !== "clock")) expect(page).toContain(`| \`${name}\` |`);
    const defaults = [...source.matchAll(/(\w+) = ([\d_]{4,})/g)].map(([, name, value = ""]) => [name, value]);
    expect(defaults).toHaveLength(4);
    for (const [name, value = ""] of defaults) {
      expect(page).toContain(`| \`${name}\` | ${Number(value.replaceAll("_", "")).toLocaleString("en")} |`);
    }
  });

  it("names the options of a replay in memory", () => {
    for (const name of ["keepMs", "maxLength"]) expect(read("docs/resume.md")).toContain(`\`${name}\``);
  });
});
