import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Files, reviewFiles, type Told } from "./review-files.ts";

/** A project of one spec, by the text of its file. */
function of(text: string, config = "schemas: schemas\n"): Files {
  return { "outspec.yaml": config, "schemas/t.yaml": text };
}

function output(properties: string, more = ""): string {
  return `output:\n  type: object\n  additionalProperties: false\n  required: [v]\n  properties:\n    v: ${properties}\n${more}`;
}

function shown({ findings }: Told): string {
  return JSON.stringify(findings.map(({ rule, at, consumer, stored }) => `${rule} ${at} ${consumer}/${stored}`));
}

/** Reviews that were wrong once, each as small as it gets. */
describe("a review", () => {
  it("leaves the loss of a tag dangerous, as values that break are told of with the tags themselves", async () => {
    const variant = (tag: string, member: string): string =>
      `{ type: object, required: [kind], properties: { kind: ${tag}, ${member}: { type: string } } }`;
    const variants = (one: string, other: string): string =>
      output(`{ anyOf: [${variant(one, "a")}, ${variant(other, "b")}] }`);
    const told = await reviewFiles(
      of(variants("{ const: x }", "{ const: y }")),
      of(variants("{ type: string }", "{ type: string }")),
    );
    assert.equal(told.consumer, "breaking", shown(told));
    assert.equal(told.findings.find(({ rule }) => rule === "discriminator-lost")?.consumer, "dangerous", shown(told));
  });

  it("minds a keyword of a later draft that the validator of draft-04 checks all the same", async () => {
    const draft = (more: string): Files =>
      of(`output:\n  $schema: http://json-schema.org/draft-04/schema#\n  type: object\n${more}`);
    const told = await reviewFiles(draft(""), draft("  propertyNames: { maxLength: 2 }\n"));
    assert.deepEqual([told.consumer, told.stored], ["safe", "breaking"], shown(told));
  });

  it("calls it breaking when bounds leave no member of an enum over", async () => {
    const told = await reviewFiles(of(output("{ enum: [a, bb] }")), of(output("{ enum: [a, bb], minLength: 4 }")));
    assert.deepEqual([told.consumer, told.stored], ["breaking", "breaking"], shown(told));
  });

  it("calls it breaking when what is excluded is all there is of another type", async () => {
    const told = await reviewFiles(
      of(output("{ allOf: [{ enum: [35] }, { not: { multipleOf: 1.5 } }] }")),
      of(output("{ allOf: [{ type: array, items: { type: string } }, { not: { multipleOf: 1.5 } }] }")),
    );
    assert.equal(told.consumer, "breaking", shown(told));
  });

  it("finds a text for a pattern that says less of its length than the bounds beside it", async () => {
    const told = await reviewFiles(
      of(output("{ type: string, minLength: 36, maxLength: 36 }")),
      of(output('{ type: string, minLength: 36, maxLength: 38, pattern: "x|y" }')),
    );
    assert.deepEqual([told.consumer, told.stored], ["breaking", "breaking"], shown(told));
  });

  it("calls it breaking when the variants of a oneOf leave nothing over", async () => {
    const either = of(output("{ oneOf: [{ type: boolean }, { type: boolean }] }"));
    const told = await reviewFiles(of(output("{ type: boolean }")), either);
    assert.deepEqual([told.consumer, told.stored], ["breaking", "breaking"], shown(told));
  });

  it("calls it breaking when a member of the only object among several types goes", async () => {
    const either = (...objects: readonly string[]): Files =>
      of(output(`{ anyOf: [{ type: string }, ${objects.join()}] }`));
    const object = (name: string): string => `{ type: object, properties: { ${name}: { type: string } } }`;
    for (const after of [[object("b")], [object("b"), object("c")]]) {
      const told = await reviewFiles(of(output(object("a"))), either(...after));
      assert.equal(told.consumer, "breaking", shown(told));
    }
    const told = await reviewFiles(either(object("a")), either(object("b")));
    assert.ok(
      told.findings.some(({ rule, at }) => rule === "property-removed" && at.endsWith("/properties/a")),
      shown(told),
    );
    const untyped = (name: string): Files => of(output(`{ properties: { ${name}: { type: string } } }`));
    assert.equal((await reviewFiles(untyped("a"), untyped("b"))).consumer, "breaking");
  });

  it("calls it breaking when a new variant lacks what all others have, though old code could read its values", async () => {
    const either = (...names: readonly string[]): Files =>
      of(
        output(
          `{ anyOf: [${names.map((name) => `{ type: object, properties: { ${name}: { type: string } } }`).join()}] }`,
        ),
      );
    const told = await reviewFiles(either("a"), either("a", "b"));
    const added = told.findings.find(({ rule }) => rule === "property-removed");
    assert.deepEqual([added?.consumer, added?.evidence], ["breaking", "source"], shown(told));
  });
});

describe("a change of what the generated function takes", () => {
  it("says of variables what it says of outputs", async () => {
    const asking = (names: string): Files => of(`prompt: "${names}"\noutput: { type: string }\n`);
    const told = await reviewFiles(asking("{{ a }}"), asking("{{ a }}{{ b }}"));
    const added = told.findings.find(({ rule }) => rule === "input-property-added-required");
    assert.equal(added?.message, "Required variable `b` added: callers have to give it.");
  });

  const plain = "output: { type: string }\n";
  const asked = 'prompt: "Go on."\noutput: { type: string }\n';

  it("breaks callers when the prompt goes, or comes", async () => {
    for (const [before, after] of [
      [asked, plain],
      [plain, asked],
    ] as const) {
      const told = await reviewFiles(of(before), of(after));
      assert.equal(told.consumer, "breaking", shown(told));
    }
  });

  it("breaks callers when a prompt without variables gets one, even one that may be left out", async () => {
    const optional = `input: { type: object, properties: { tone: { type: string } } }\nprompt: "Go on{{ tone }}."\noutput: { type: string }\n`;
    const told = await reviewFiles(of(asked), of(optional));
    assert.equal(told.consumer, "breaking", shown(told));
  });

  it("breaks callers when a spec becomes a shared one, whose functions are gone", async () => {
    const told = await reviewFiles(of(plain), { "outspec.yaml": "schemas: schemas\n", "schemas/_t.yaml": plain });
    assert.equal(told.consumer, "breaking", shown(told));
  });

  it("breaks callers when the router goes, and asks another model where one comes", async () => {
    const router = "schemas: schemas\nrouter: { primary: openai/gpt-5.4 }\n";
    const lost = await reviewFiles(of(asked, router), of(asked));
    assert.equal(lost.consumer, "breaking", shown(lost));
    const gained = await reviewFiles(of(asked), of(asked, router));
    assert.ok(gained.behaviour, shown(gained));
  });
});
