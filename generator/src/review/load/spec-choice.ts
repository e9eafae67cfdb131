import { resolve } from "node:path";
import { compileGlobs, explainGlob } from "../../spec/globs.ts";
import { LoadError } from "./load-error.ts";
import { below } from "./scope.ts";

/** Which specs were asked for. */
export interface SpecChoice {
  /** Whether one of a pair's paths, below the top, was asked for. */
  isWanted(paths: readonly string[]): boolean;
  /** Throws for a pattern that nothing matched. */
  checkAllUsed(): void;
}

/** Compiles files, folders and patterns, which are relative to `cwd`; none of them asks for all. */
export function chooseSpecs(specs: readonly string[], cwd: string, root: string, top: string): SpecChoice {
  const tests = specs.map((text) => {
    const inside = below(root, resolve(cwd, text));
    const path = top === "" ? inside : inside === "" ? top : `${top}/${inside}`;
    const problem = explainGlob(path);
    if (problem !== undefined)
      throw new LoadError("usage", `${JSON.stringify(text)} cannot be read: ${problem}`, {
        hint: 'as in "schemas/**"',
      });
    if (inside.startsWith("../"))
      throw new LoadError("usage", `${JSON.stringify(text)} is outside the project`, {
        hint: "name specs of this project, or change --cwd",
      });
    return { text, used: false, test: path === "" ? () => true : compileGlobs([path]) };
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
