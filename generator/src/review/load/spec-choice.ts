import { existsSync } from "node:fs";
import { isAbsolute, posix, resolve, sep } from "node:path";
import { compileGlobs, explainGlob } from "../../spec/globs.ts";
import { LoadError } from "./load-error.ts";

/** Which specs were asked for. */
export interface SpecChoice {
  /** Whether one of a pair's paths, below the top, was asked for. */
  isWanted(paths: readonly string[]): boolean;
  /** Throws for a pattern that nothing matched. */
  checkAllUsed(): void;
}

/** Compiles files, folders and patterns, which are relative to `cwd`; none of them asks for all. */
export function chooseSpecs(specs: readonly string[], cwd: string, root: string, top: string): SpecChoice {
  const start = `${escapeGlob(root)}/`.replace("//", "/");
  const tests = specs.map((text) => {
    const path = belowRoot(text, cwd, start);
    if (path === undefined)
      throw new LoadError("usage", `${JSON.stringify(text)} is outside the project`, {
        hint: "name specs of this project, or change --cwd",
      });
    const problem = explainGlob(path);
    if (problem !== undefined)
      throw new LoadError("usage", `${JSON.stringify(text)} cannot be read: ${problem}`, {
        hint: 'as in "schemas/**"',
      });
    const whole = [...(top === "" ? [] : [escapeGlob(top)]), ...(path === "" ? [] : [path])].join("/");
    return { text, used: false, test: whole === "" ? () => true : compileGlobs([whole]) };
  });
  return {
    isWanted(paths) {
      let wanted = tests.length === 0;
      for (const one of tests) {
        if (!paths.some(one.test)) continue;
        one.used = true;
        wanted = true;
      }
      return wanted;
    },
    checkAllUsed() {
      const unused = tests.find(({ used }) => !used);
      if (unused === undefined) return;
      throw new LoadError("usage", `${JSON.stringify(unused.text)} matches no spec of either version`, {
        hint: "give --allow-empty where that may be",
      });
    },
  };
}

function belowRoot(text: string, cwd: string, start: string): string | undefined {
  const plain = slashes(text);
  // A file that exists is meant as it is called, brackets and all.
  const isLiteral = existsSync(resolve(cwd, text));
  const own = isLiteral ? escapeGlob(plain) : plain;
  const whole = isAbsolute(text) ? posix.normalize(own) : posix.join(escapeGlob(cwd), own);
  const clean = whole.replace(/\/$/, "");
  if (`${clean}/` === start) return "";
  return clean.startsWith(start) ? clean.slice(start.length) : undefined;
}

/** A path as a pattern that matches only itself. */
function escapeGlob(path: string): string {
  return slashes(path).replaceAll(/[[{*?]/g, "[$&]");
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
