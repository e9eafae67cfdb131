import assert from "node:assert/strict";
import { LoadError, type LoadProblem } from "../../../../generator/src/review/load/load-error.ts";
import type { LoadedReview } from "../../../../generator/src/review/load/review.ts";

/** Pairs in one line each: `changed schemas/a.yaml`, `moved schemas/a.yaml -> schemas/b.yaml`. */
export function summarize({ pairs }: LoadedReview): readonly string[] {
  return pairs.map(({ kind, beforePath, afterPath }) => {
    const paths = new Set([beforePath, afterPath].filter((path) => path !== undefined));
    return `${kind} ${[...paths].join(" -> ")}`;
  });
}

/** Expects a {@link LoadError} of a kind, and gives it. */
export async function refusal(problem: LoadProblem, loading: Promise<unknown>): Promise<LoadError> {
  try {
    await loading;
  } catch (error) {
    assert.ok(error instanceof LoadError, String(error));
    assert.equal(error.problem, problem, error.message);
    assert.equal(error.exitCode, problem === "usage" ? 2 : 3);
    return error;
  }
  assert.fail("nothing was refused");
}
