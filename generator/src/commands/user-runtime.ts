import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { UsageError } from "../diagnostics/usage-error.ts";

/** What is used of `@outspec/runtime/testing`. */
export interface TestingModule {
  startSimulator(options: SimulatorOptions): Promise<Simulator>;
  createInstance(schema: JsonSchema, options?: Readonly<Record<string, unknown>>): Json | undefined;
}

/** What is set of a simulator. */
export interface SimulatorOptions {
  readonly port?: number;
  readonly firstTokenMs?: number;
  readonly deltaMs?: number;
  readonly faults?: readonly unknown[];
  readonly instance?: (asked: AskedInstance) => Json | undefined;
}

/** What a simulator asks an instance for: the schema of a request, and what makes this request's instance its own. */
export interface AskedInstance {
  readonly schema: JsonSchema;
  readonly seed: string;
  readonly text: string;
}

/** What is used of a running simulator. */
export interface Simulator {
  readonly url: string;
  readonly baseUrls: Readonly<Record<"openai" | "anthropic" | "google" | "bedrock" | "cohere" | "ollama", string>>;
  received(index: number): Promise<SimulatedRequest>;
  close(): Promise<void>;
}

/** What is shown of a request that a simulator received. */
export interface SimulatedRequest {
  readonly provider: string;
  readonly model: string;
  readonly stream: boolean;
  readonly hasKey: boolean;
  /** Settles with the HTTP status, or with nothing when the connection ends without one. */
  readonly answered: Promise<number | undefined>;
  /** How its exchange ended, once it has. */
  readonly closed: Promise<unknown>;
}

/** What is used of `@outspec/runtime`. */
export interface RuntimeModule {
  createRouter(options: Readonly<Record<string, unknown>>): unknown;
  readonly [factory: string]: unknown;
}

/**
 * Loads an entry of the runtime that the user's project has installed. The generator does not depend on it: the
 * generated code and the program that runs it must be served by one and the same copy.
 */
export async function loadRuntime(folder: string, entry: "@outspec/runtime/testing"): Promise<TestingModule>;
export async function loadRuntime(folder: string, entry: "@outspec/runtime"): Promise<RuntimeModule>;
export async function loadRuntime(folder: string, entry: string): Promise<unknown> {
  const path = resolveFrom(join(folder, "package.json"), entry) ?? resolveFrom(import.meta.url, entry);
  if (path === undefined) {
    throw new UsageError("@outspec/runtime is not installed in this project", "npm install @outspec/runtime");
  }
  return import(pathToFileURL(path).href);
}

/** Whether the runtime can be found from a folder. */
export function hasRuntime(folder: string): boolean {
  return resolveFrom(join(folder, "package.json"), "@outspec/runtime") !== undefined;
}

function resolveFrom(from: string, entry: string): string | undefined {
  try {
    return createRequire(from).resolve(entry);
  } catch {
    return undefined;
  }
}
