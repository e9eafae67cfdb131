import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";

/** What is known of the runtime that a project has installed. */
interface InstalledRuntime {
  readonly version: string;
  readonly contract?: number;
}

/**
 * Compares the generator with the runtime of the project. Both are released together, and whoever upgrades one alone is
 * told in one line: an error where the generated code could not run, a warning where it may use what the other one lacks.
 */
export function checkRuntime(own: string, runtime: InstalledRuntime | undefined): readonly Diagnostic[] {
  if (runtime === undefined) return [];
  const { version, contract = contractVersion } = runtime;
  const isOlder = contract === contractVersion ? compareMinor(version, own) < 0 : contract < contractVersion;
  const hint = isOlder ? `npm install @outspec/runtime@${own}` : `npm install --save-dev outspec@${version}`;
  if (contract !== contractVersion) {
    const message = `outspec ${own} writes code for contract ${contractVersion}, and the @outspec/runtime ${version} of this project speaks contract ${contract}`;
    return [error("runtime-version", wholePackage, message, hint)];
  }
  if (compareMinor(version, own) === 0) return [];
  const message = `outspec is version ${own} and the @outspec/runtime of this project is ${version}: they are released together`;
  return [warning("runtime-version", wholePackage, message, hint)];
}

/** The file that names both versions. */
const wholePackage: SourceRange = {
  path: "package.json",
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
};

/** Compares major and minor versions: patches change neither what is generated nor what it imports. */
function compareMinor(one: string, other: string): number {
  const [major = 0, minor = 0] = numbersOf(one);
  const [otherMajor = 0, otherMinor = 0] = numbersOf(other);
  return major - otherMajor || minor - otherMinor;
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
