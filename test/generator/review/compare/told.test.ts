import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { type CompareOptions, compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { Difference } from "../../../../generator/src/review/difference.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { type ChangeCase, changeCases } from "./change-cases.ts";
import { nameCases, objectCases, unionCases, valueCases } from "./rule-cases.ts";
import { checkWitnesses } from "./witness-check.ts";

const cases: readonly ChangeCase[] = [...objectCases, ...valueCases, ...unionCases, ...nameCases, ...changeCases];
const draft = "2020-12";
/** Of more differences than these the first and the last ones are enough. */
const mostTold = 8;
const isWritten = process.env["UPDATE_GOLDEN"] !== undefined;

/** A line of the page: a long text is the same when its length and its ends are. */
function shorten(line: string): string {
  const characters = Array.from(line.replaceAll(/[\p{Cc}\p{Cf}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16)}`));
  if (characters.length <= 240) return characters.join("");
  return `${characters.slice(0, 140).join("")} …(${characters.length} characters)… ${characters.slice(-60).join("")}`;
}

/** Everything that is said of one difference, a fact a line. */
function tell(difference: Difference): string {
  const { rule, at, side, beforeAt, what, message, notes, consumer, stored, model, visible, evidence } = difference;
  const facts = [`${consumer}/${stored}`, evidence, visible, what, side, ...(model ? ["model"] : [])];
  const { before, after, witness, usedAt } = difference;
  return [
    `- ${rule} ${at}${beforeAt === undefined || beforeAt === at ? "" : `, was ${beforeAt}`}: ${facts.join(", ")}`,
    message,
    ...notes,
    ...(before === undefined && after === undefined ? [] : [`${JSON.stringify(before)} → ${JSON.stringify(after)}`]),
    ...Object.entries(witness ?? {}).map(([reader, instance]) => `${reader}: ${JSON.stringify(instance)}`),
    ...usedAt.map((place) => `used at ${place}`),
  ]
    .map(shorten)
    .join("\n    ");
}

async function review(before: JsonSchema, after: JsonSchema, prefix: CompareOptions["prefix"]): Promise<string> {
  const { differences } = await compareSchemas(
    { schema: before, draft },
    { schema: after, draft },
    { prefix, sampleCount: 200 },
  );
  // What is on the page already was checked when it was written.
  if (isWritten) checkWitnesses(differences, before, after, prefix === "/input" ? "input" : "output");
  const told = differences.map((one) => `  ${tell(one)}\n`);
  const more = told.length > mostTold ? [`  … ${told.length} in all\n`] : [];
  return [...told.slice(0, mostTold - 2), ...more, ...told.slice(mostTold - 2).slice(-2)].join("");
}

/** What is told of a case, of the case the other way round, and of the case as the variables of a prompt. */
async function tellAll({ before, after }: ChangeCase): Promise<string> {
  return [
    await review(before, after, "/output"),
    "back\n",
    await review(after, before, "/output"),
    "input\n",
    await review(before, after, "/input"),
  ].join("");
}

const golden = join(import.meta.dirname, "told.txt");
const separator = "\n# ";

/** What the page has for each case. */
const written = new Map(
  (existsSync(golden) ? readFileSync(golden, "utf8") : "").split(separator).map((section) => {
    const [name = "", ...lines] = section.split("\n");
    return [name, lines.join("\n").trimEnd()];
  }),
);

describe("what is told of a change", () => {
  const told = new Map<string, string>();

  // Proofs and searches end with their counts here, so that a busy machine tells the same.
  beforeAll(() => void vi.spyOn(performance, "now").mockReturnValue(0));
  afterAll(() => {
    vi.restoreAllMocks();
    if (!isWritten) return;
    const head =
      "What a comparison tells of each case of rule-cases.ts and change-cases.ts. Written by told.test.ts with UPDATE_GOLDEN=1.\n";
    writeFileSync(golden, [head, ...[...told].map(([name, text]) => `${name}\n${text}`)].join(separator));
  });

  for (const one of cases)
    it(`when ${one.name}`, async () => {
      const text = await tellAll(one);
      told.set(one.name, text);
      if (!isWritten) assert.equal(text.trimEnd(), written.get(one.name), "stale: run this test with UPDATE_GOLDEN=1");
    });
});
