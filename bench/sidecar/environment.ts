import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../repository.js";

/** A Python with what a file of requirements names, and nothing else. */
export interface Environment {
  /** The path of a program that is installed in it. */
  program(name: string): string;
  /** The version of a package in it. */
  versionOf(name: string): string;
}

/** The folder of the sidecar's own files. */
export const sidecarFolder: string = join(repository, "bench/sidecar");

const leastPython = [3, 10] as const;

/**
 * Makes a virtual environment for a file of requirements, once: the next call with the same file finds it. Throws with
 * what is missing where there is no Python, no pip, or no registry to ask.
 */
export function prepareEnvironment(requirements: string): Environment {
  const path = join(sidecarFolder, requirements);
  const text = readFileSync(path, "utf8");
  const mark = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const folder = join(repository, "node_modules/.cache/bench-sidecar", `${requirements.replace(/\.txt$/, "")}-${mark}`);
  const done = join(folder, "done");
  if (!existsSync(done)) {
    requirePython();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    console.log(`installing ${requirements}, once\n`);
    run("python3", ["-m", "venv", folder], "there is no venv module for python3");
    const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
    run(join(folder, "bin/python"), ["-m", "pip", "install", ...options, "-r", path], "pip could not install it");
    writeFileSync(done, "");
  }
  return {
    program: (name) => join(folder, "bin", name),
    versionOf: (name) => new RegExp(`^${name}==(.+)$`, "m").exec(text)?.[1] ?? "(unknown)",
  };
}

function requirePython(): void {
  const { status, stdout } = spawnSync("python3", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  const isNew = Number(major) === leastPython[0] && Number(minor) >= leastPython[1];
  if (status !== 0 || !isNew) throw new Error(`needs python3 of at least ${leastPython.join(".")}`);
}

function run(command: string, args: readonly string[], otherwise: string): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${otherwise}: ${(stderr ?? "").trim().split("\n").at(-1)?.slice(0, 200)}`);
}
