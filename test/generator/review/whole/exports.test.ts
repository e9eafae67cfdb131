import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { ReviewedFinding } from "../../../../generator/src/review/report-model.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { type Files, reviewFiles, type Told } from "./review-files.ts";
import { type SchemaRuleCase, schemaRuleCases } from "./schema-rules.ts";

/** A project of one spec, by the text of its file. */
function of(text: string): Files {
  return { "outspec.yaml": "schemas: schemas\n", "schemas/t.yaml": text };
}

function output(properties: string, more = ""): string {
  return `output:\n  type: object\n  additionalProperties: false\n  required: [v]\n  properties:\n    v: ${properties}\n${more}`;
}

function shown({ findings }: Told): string {
  return JSON.stringify(
    findings.map(({ rule, at, consumer, stored, message }) => ({ rule, at, consumer, stored, message })),
  );
}

function exportsIn({ findings }: Told): readonly ReviewedFinding[] {
  return findings.filter(({ rule }) => /^(?:input-)?export-renamed$/.test(rule));
}

/** What is said of exported types, with places. */
function said(told: Told): readonly string[] {
  return exportsIn(told).map(({ at, side, message, notes }) => [`${side} ${at}: ${message}`, ...notes].join(" "));
}

const object = "{ type: object, properties: { b: { type: string } } }";
const definition = (key: string, content = object): string => `  $defs:\n    ${key}: ${content}\n`;
const named = (key: string, content = object): Files =>
  of(output(`{ $ref: "#/$defs/${key}" }`, definition(key, content)));
const variant = (tag: string, more = ""): string =>
  `{ type: object, required: [kind], properties: { kind: { const: ${tag} }${more} } }`;
const variants = (...all: readonly string[]): Files => of(output(`{ anyOf: [${all.join(", ")}] }`));

describe("a definition", () => {
  it("may go where nothing referred to it: it was no exported type", async () => {
    const told = await reviewFiles(
      of(output("{ type: string }", definition("Unused"))),
      of(output("{ type: string }")),
    );
    assert.equal(told.consumer, "safe", shown(told));
    assert.deepEqual(told.findings, []);
  });

  it("may be spelled otherwise where its type has the same name", async () => {
    const told = await reviewFiles(named("person_name"), named("PersonName"));
    assert.deepEqual(exportsIn(told), [], shown(told));
    assert.equal(told.consumer, "safe", shown(told));
  });

  it("is a break where its type has another name, also if it changed in the same go", async () => {
    const larger = "{ type: object, properties: { b: { type: string }, c: { type: string } } }";
    const told = await reviewFiles(named("Person"), named("Customer", larger));
    assert.deepEqual(said(told), ["after /output/$defs/Customer: Exported type `Person` is now `Customer`."]);
    const [one] = exportsIn(told);
    assert.deepEqual([one?.consumer, one?.stored, one?.evidence, one?.model], ["breaking", "safe", "source", false]);
    assert.deepEqual(one?.usedAt, ["/output/properties/v"]);
    assert.equal(one?.location?.start.line, 8);
    assert.equal(one?.baseLocation?.start.line, 8);
  });

  it("tells of types inside of it with it", async () => {
    const nested =
      "{ type: object, properties: { parts: { type: array, items: { type: object, properties: { n: { type: string } } } } } }";
    const told = await reviewFiles(named("Person", nested), named("Customer", nested));
    assert.deepEqual(said(told), [
      "after /output/$defs/Customer: Exported type `Person` is now `Customer`. Exported type `PersonPart` is now `CustomerPart`.",
    ]);
  });

  it("goes unnamed as a type where a neighbour of the same wish takes its name", async () => {
    const two = (first: string): Files =>
      of(
        output(
          `{ type: object, properties: { a: { $ref: "#/$defs/${first}" }, b: { $ref: "#/$defs/Address" } } }`,
          `  $defs:\n    ${first}: ${object}\n    Address: ${object}\n`,
        ),
      );
    const told = await reviewFiles(two("Place"), two("address"));
    assert.deepEqual(said(told), ["after /output/$defs/address: Exported type `Place` is now `TAddress`."]);
  });

  it("keeps its name where it moves to a shared file", async () => {
    const before = named("Person");
    const after = {
      ...of(output('{ $ref: "_people.yaml#/$defs/Person" }')),
      "schemas/_people.yaml": `output:\n${definition("Person")}`,
    };
    const told = await reviewFiles(before, after);
    assert.deepEqual(exportsIn(told), [], shown(told));
    assert.equal(told.consumer, "safe", shown(told));
  });

  it("of a file that did not change is nothing that its users lose", async () => {
    const people = { "schemas/_people.yaml": `output:\n${definition("Person")}` };
    const told = await reviewFiles(
      { ...of(output('{ $ref: "_people.yaml#/$defs/Person" }')), ...people },
      { ...of(output("{ type: string }")), ...people },
    );
    assert.deepEqual(exportsIn(told), [], shown(told));
  });
});

describe("a type that is called after its place", () => {
  it("is gone with its variant", async () => {
    const told = await reviewFiles(
      variants(variant("open"), variant("stop"), variant("wait")),
      variants(variant("open"), variant("stop")),
    );
    assert.equal(told.consumer, "breaking", shown(told));
    assert.deepEqual(said(told), ["before /output/properties/v/anyOf/2: Exported type `TVWait` is gone."]);
    assert.ok(told.findings.some(({ rule }) => rule === "union-branch-removed"));
  });

  it("is gone with its variant, and what is in that with it", async () => {
    const inner = `, at: { type: object, properties: { hour: { type: integer } } }`;
    const told = await reviewFiles(
      variants(variant("open"), variant("stop", inner), variant("wait")),
      variants(variant("open"), variant("wait")),
    );
    assert.deepEqual(said(told), [
      "before /output/properties/v/anyOf/1: Exported type `TVStop` is gone. Exported type `TVStopAt` is gone.",
    ]);
  });

  it("has another name where its object becomes a definition", async () => {
    const told = await reviewFiles(of(output(object)), named("Person"));
    assert.equal(told.consumer, "breaking", shown(told));
    assert.deepEqual(said(told), ["after /output/$defs/Person: Exported type `TV` is now `Person`."]);
  });

  it("is told of with the property that is gone, and not again", async () => {
    const told = await reviewFiles(
      of(output("{ type: string }", `    at: { $ref: "#/$defs/Place" }\n${definition("Place")}`)),
      of(output("{ type: string }")),
    );
    assert.deepEqual(exportsIn(told), [], shown(told));
    const removed = told.findings.find(({ rule }) => rule === "property-removed");
    assert.deepEqual(removed?.notes, ["Exported type `Place` is gone."]);
  });

  it("is told of with the variable that is gone, and not again", async () => {
    const asking = (variables: string): Files =>
      of(`prompt: "Go on."\ninput: { type: object, properties: {${variables}} }\noutput: { type: string }\n`);
    const told = await reviewFiles(asking(` a: { type: string }, b: ${object} `), asking(" a: { type: string } "));
    assert.deepEqual(exportsIn(told), [], shown(told));
    const removed = told.findings.find(({ rule }) => rule === "input-property-removed");
    assert.deepEqual(removed?.notes, ["Exported type `TInputB` is gone."]);
  });

  it("goes with the name of its spec, which is told once", async () => {
    const told = await reviewFiles(of(output(object)), of(`name: Other\n${output(object)}`));
    assert.deepEqual(exportsIn(told), [], shown(told));
    assert.ok(told.findings.some(({ rule }) => rule === "spec-id-changed"));
  });

  it("has another name in an input as well", async () => {
    const input = (b: string, more: string): Files =>
      of(
        `prompt: "Go on."\ninput: { type: object, additionalProperties: false, properties: { b: ${b} }${more} }\noutput: { type: string }\n`,
      );
    const told = await reviewFiles(
      input(object, ""),
      input('{ $ref: "#/$defs/Person" }', `, $defs: { Person: ${object} }`),
    );
    const [one] = exportsIn(told);
    assert.deepEqual([one?.rule, one?.consumer, one?.stored], ["input-export-renamed", "breaking", "breaking"]);
    assert.deepEqual(said(told), ["after /input/$defs/Person: Exported type `TInputB` is now `Person`."]);
  });
});

describe("a partial type", () => {
  it("is an exported type of its own, and may go alone", async () => {
    const held = "{ type: object, x-stream: complete, properties: { b: { type: string } } }";
    const told = await reviewFiles(named("Person"), named("Person", held));
    assert.deepEqual(said(told), ["before /output/$defs/Person: Exported type `PartialPerson` is gone."]);
  });
});

describe("a definition of a shared spec", () => {
  const shared = (definitions: string, more = ""): Files => ({
    "outspec.yaml": "schemas: schemas\n",
    "schemas/_people.yaml": `output:\n${more}  $defs:\n${definitions}`,
  });
  const customer = (tier: string, key = "Customer"): string =>
    `    ${key}: { type: object, properties: { tier: { type: string, enum: [${tier}] } } }\n`;
  const list = (told: Told): readonly string[] =>
    told.findings.map(({ rule, at, consumer, stored }) => `${rule} ${at} ${consumer}/${stored}`);

  it("is a schema of its own, also where no output refers to it", async () => {
    const told = await reviewFiles(shared(customer("free, paid")), shared(customer("free, paid, trial")));
    assert.deepEqual(list(told), ["enum-value-added /output/$defs/Customer/properties/tier breaking/safe"]);
    assert.deepEqual(told.findings[0]?.witness, { consumer: { tier: "trial" } });
    const back = await reviewFiles(shared(customer("free, paid, trial")), shared(customer("free, paid")));
    assert.deepEqual(list(back), ["enum-value-removed /output/$defs/Customer/properties/tier safe/breaking"]);
    assert.deepEqual(back.findings[0]?.witness, { stored: { tier: "trial" } });
  });

  it("may itself be what changed", async () => {
    const told = await reviewFiles(
      shared("    Tier: { type: string, enum: [free, paid] }\n"),
      shared("    Tier: { type: string, enum: [free] }\n"),
    );
    assert.deepEqual(list(told), ["enum-value-removed /output/$defs/Tier safe/breaking"]);
    assert.deepEqual(told.findings[0]?.location?.start.line, 3);
  });

  it("is told of once where others refer to it, and the file's own output does", async () => {
    const user = `    Order: { type: object, properties: { by: { $ref: "#/$defs/Customer" }, n: { type: integer } } }\n`;
    const root = `  type: object\n  properties: { order: { $ref: "#/$defs/Order" } }\n`;
    for (const more of ["", root]) {
      const told = await reviewFiles(
        shared(customer("free, paid") + user, more),
        shared(customer("free, paid, trial") + user.replace("integer", "number"), more),
      );
      assert.deepEqual(list(told), [
        "enum-value-added /output/$defs/Customer/properties/tier breaking/safe",
        "type-widened /output/$defs/Order/properties/n breaking/safe",
      ]);
    }
  });

  it("may refer to itself, to the whole and to another draft's place", async () => {
    const tree = (kinds: string): Files => ({
      "outspec.yaml": "schemas: schemas\n",
      "schemas/_tree.json": JSON.stringify({
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: { top: { type: "string", enum: kinds.split(" ") } },
        definitions: {
          "a/b~c d": { type: "object", properties: { up: { $ref: "#" }, next: { $ref: "#/definitions/a~1b~0c%20d" } } },
          Leaf: { type: "object", properties: { kind: { $ref: "#/properties/top" } } },
        },
      }),
    });
    const told = await reviewFiles(tree("x y"), tree("x y z"));
    assert.deepEqual(list(told), ["enum-value-added /output/properties/top breaking/safe"]);
  });

  it("has no name any more where it is gone", async () => {
    const told = await reviewFiles(shared(customer("free") + customer("paid", "Guest")), shared(customer("free")));
    assert.deepEqual(list(told), ["export-renamed /output/$defs/Guest breaking/safe"]);
    const renamed = await reviewFiles(shared(customer("free")), shared(customer("free", "Client")));
    assert.deepEqual(said(renamed), ["after /output/$defs/Client: Exported type `Customer` is now `Client`."]);
  });

  it("is compared although nothing is sent to a model of it", async () => {
    const told = await reviewFiles(
      shared(customer("free")),
      shared(customer("free").replace("type: object", "type: object, description: Who pays.")),
    );
    assert.deepEqual(list(told), ["description-changed /output/$defs/Customer safe/safe"]);
    assert.equal(told.behaviour, false);
  });
});

describe("each rule about schemas", () => {
  const isWhole = ({ before, after }: SchemaRuleCase): boolean =>
    [before, after].every((schema) => !JSON.stringify(schema).includes('"$ref"'));

  for (const one of schemaRuleCases.filter(isWhole))
    it(`${one.rule} is told of a definition as it is of an output`, async () => {
      const filesWith = (path: string, content: Json): Files => ({
        "outspec.yaml": "schemas: schemas\n",
        [path]: JSON.stringify(content),
      });
      const plain = (schema: JsonSchema): Files => filesWith("schemas/t.json", { output: schema });
      const within = (schema: JsonSchema): Files =>
        filesWith("schemas/_t.json", { output: { $defs: { Held: schema } } });
      const [alone, held] = [
        await reviewFiles(plain(one.before), plain(one.after)),
        await reviewFiles(within(one.before), within(one.after)),
      ];
      const places = ({ findings }: Told, start: string): readonly string[] =>
        findings
          .map(({ rule, at, consumer, stored }) => `${rule} ${at.slice(start.length)} ${consumer}/${stored}`)
          .sort();
      assert.deepEqual(places(held, "/output/$defs/Held"), places(alone, "/output"));
    });
});

describe("a definition of any other spec", () => {
  it("is another type where only its name stayed", async () => {
    const swapped = (a: string, b: string): Files =>
      of(
        output(
          `{ type: object, properties: { p: { $ref: "#/$defs/${a}" }, q: { $ref: "#/$defs/${b}" } } }`,
          `  $defs:\n    ${a}: { type: object, properties: { x: { type: string } } }\n    ${b}: { type: object, properties: { y: { type: string } } }\n`,
        ),
      );
    const told = await reviewFiles(swapped("A", "B"), swapped("B", "A"));
    assert.deepEqual(
      told.findings
        .filter(({ consumer }) => consumer !== "safe")
        .map(({ rule, at, side, stored, model, evidence }) => [rule, side, at, stored, model, evidence].join(" ")),
      [
        "property-removed before /output/$defs/A/properties/x safe false source",
        "property-removed before /output/$defs/B/properties/y safe false source",
      ],
      shown(told),
    );
  });
});
