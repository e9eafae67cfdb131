import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The runtime that a project has installed. */
export interface RuntimePackage {
  /** Absolute path of its package.json. */
  readonly path: string;
  readonly version: string;
  /** The contract its entry for generated code speaks; absent where it does not say. */
  readonly contract?: number;
}

/** Where the runtime of a project is usually installed; it may be found further up. */
export function usualRuntimePath(root: string): string {
  return join(root, "node_modules/@outspec/runtime/package.json");
}

/** Finds the runtime that code in a project would import, as Node does; nothing where none is installed. */
export function findRuntimePackage(root: string): RuntimePackage | undefined {
  try {
    const path = createRequire(join(root, "package.json")).resolve("@outspec/runtime/package.json");
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    const { version, outspec } = manifest as { readonly version?: unknown; readonly outspec?: { contract?: unknown } };
    if (typeof version !== "string") return undefined;
    const contract = outspec?.contract;
    return { path, version, ...(typeof contract === "number" && { contract }) };
  } catch {
    // Not installed, or so broken that Node will say it better.
    return undefined;
  }
}
