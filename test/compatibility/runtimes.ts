import { existsSync } from "node:fs";
import { join } from "node:path";

/** Something that runs JavaScript. */
export interface Runtime {
  readonly name: string;
  /** Path of its program; absent where it is not installed. */
  readonly program: string | undefined;
  /** Arguments that come before a file. */
  readonly args: readonly string[];
  /** Whether it runs files of TypeScript as they stand. */
  readonly stripsTypes: boolean;
  /** Whether it lets CommonJS require an ES module. */
  readonly requires: boolean;
}

const platform = `${process.platform}-${process.arch}`;

/** The runtimes that are supported, with their programs below a `node_modules`, if they are there. */
export function findRuntimes(modules: string): readonly Runtime[] {
  const node = (folder: string, name: string, stripsTypes: boolean): Runtime => ({
    name,
    program: find(join(modules, `${folder}-${platform}`, "bin/node")),
    args: [],
    stripsTypes,
    requires: true,
  });
  const bun = platform.replace("arm64", "aarch64");
  const deno = process.platform === "linux" ? `${platform}-glibc` : platform;
  return [
    node("node-20-oldest", "Node 20, the oldest", false),
    node("node-22", "Node 22", true),
    node("node-24", "Node 24", true),
    node("node-26", "Node 26", true),
    {
      name: "Bun",
      program: find(join(modules, "@oven", `bun-${bun}`, "bin/bun")),
      args: [],
      stripsTypes: true,
      requires: true,
    },
    {
      name: "Deno",
      program: find(join(modules, "@deno", deno, "deno")),
      args: [
        "run",
        "--no-prompt",
        "--allow-env",
        "--allow-net",
        "--allow-read",
        "--allow-sys",
        "--node-modules-dir=manual",
      ],
      stripsTypes: true,
      requires: true,
    },
  ];
}

function find(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}
