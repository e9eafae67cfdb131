import assert from "node:assert/strict";
import { type CreateMending, type Mending, type Room, repairsOf } from "@outspec/runtime/validation/repairs";
import { describe, it } from "vitest";

const level = repairsOf("values");
if (typeof level === "string") throw new Error("the level of values has repairs");
const createMending: CreateMending = level;

const nothing: Omit<Room, "items"> = {
  texts: "none",
  numbers: false,
  booleans: false,
  nulls: false,
  objects: false,
  arrays: false,
};

/** The repairs at a place that has room for what is given, and for nothing else. */
function at(room: Partial<Room>): Mending {
  return createMending({ ...nothing, items: undefined, ...room });
}

/** Makes sure that a text which begins so may be mended, or not, or certainly so. */
function assertMay(room: Partial<Room>, beginnings: readonly string[], answer: boolean | "certain"): void {
  for (const beginning of beginnings)
    assert.equal(at(room).mayMend(beginning), answer, `${JSON.stringify(room)}: ${JSON.stringify(beginning)}`);
}

function valuesAt(room: Partial<Room>, value: unknown, written?: string): readonly unknown[] {
  return at(room)
    .readingsOf(value, written)
    .map((reading) => reading.value);
}

const listOf = (items: Partial<Omit<Room, "items">>): Partial<Room> => ({
  arrays: true,
  items: { ...nothing, ...items },
});

describe("a text may be mended, as far as it is read,", () => {
  it("while it may become a number, where no text is wanted", () => {
    const numbers = { numbers: true };
    assertMay(numbers, ["", " ", "-", "0", "12", " 12 ", "1.", "1.5", "1e", "1.5e-", "1E+7 "], true);
    assertMay(numbers, ["x", "+", "01", "1 2", "12 kg", "1,0", "--", ".5", "1.e5", "1e5.", "0x1"], false);
    assertMay({ numbers: true, texts: "any" }, ["1"], false);
    assertMay({ booleans: true }, ["1"], false);
    assertMay({ nulls: true }, ["", "1"], false);
  });

  it("to a number just where it may become one that JSON has", () => {
    const texts = ["0", "-1", "10", "12.25", "1.25e10", "-120.50E+12", "1e-12", "1.5e3"];
    for (const text of texts) {
      assert.deepEqual(valuesAt({ numbers: true }, ` ${text}\t`), [JSON.parse(text)], text);
      const beginnings = Array.from(text, (_, index) => text.slice(0, index + 1));
      assertMay({ numbers: true }, beginnings, true);
    }
    for (const text of ["00", "1.", "1e", "1e+", "1.5.5", "1e5e5", "- 1", "1x", "x1", "1e999"])
      assert.deepEqual(valuesAt({ numbers: true }, text), [], text);
  });

  it("while it may become a boolean, where no text is wanted", () => {
    const booleans = { booleans: true };
    assertMay(booleans, ["", " ", "t", "TR", "true", " True ", "f", "False"], true);
    assertMay(booleans, ["y", "1", "truer", "no", "tf"], false);
    assertMay({ booleans: true, texts: "any" }, ["t"], false);
    assertMay({ numbers: true }, ["t"], false);
  });

  it("once it begins like JSON, where no text is wanted", () => {
    assertMay({ objects: true }, ["{", ' {"a', "\n{]"], "certain");
    assertMay({ arrays: true }, ["[", " [x"], "certain");
    assertMay({ objects: true }, ["", "  "], true);
    assertMay({ objects: true }, ["[", "a"], false);
    assertMay({ arrays: true }, ["{", "a"], false);
    assertMay({ objects: true, arrays: true, texts: "any" }, ["{", "[", ""], false);
    assertMay({ numbers: true }, ["{", "["], false);
  });

  it("while it may become one of those that are listed, in any case", () => {
    const listed = { texts: ["Normal", "in progress"] };
    assertMay(listed, ["", " n", "NORM", "normal", "normal \n", "In P"], true);
    assertMay(listed, ["o", "normally", "inp", "normal x"], false);
    assertMay({ texts: "any" }, ["n"], false);
  });

  it("while it may become an item of a list of those that are listed", () => {
    const list = listOf({ texts: ["Normal", "Warning"] });
    assertMay(list, ["", "N", "Warn", "Warning"], true);
    assertMay(list, ["n", "ing", "Warnings"], false);
    assertMay(listOf({ texts: "any" }), ["a"], false);
    assertMay({ arrays: true }, ["a"], false);
  });

  it("up to a hundred characters beside what is wanted", () => {
    const [most, more] = [100, 101].map((length) => " ".repeat(length)) as [string, string]; // two lengths, two texts
    assertMay({ numbers: true }, [most, "1".repeat(100)], true);
    assertMay({ numbers: true }, [more, "1".repeat(101)], false);
    assertMay({ objects: true }, [most], true);
    assertMay({ objects: true }, [more, `${most}{`, `${most} {`], false);
    assertMay({ objects: true }, [`${most.slice(1)}{`], "certain");
    assertMay({ booleans: true }, [`true${most}`], true);
    assertMay({ booleans: true }, [`true${more}`, `${more}f`.padStart(106)], false);
    assert.deepEqual(valuesAt({ numbers: true }, "1".repeat(100)).length, 1);
    assert.deepEqual(valuesAt({ numbers: true }, `${most}1`), []);
    assert.deepEqual(valuesAt({ booleans: true }, `true${most}`), [true]);
    assert.deepEqual(valuesAt({ booleans: true }, `true${more}`), []);
  });
});

describe("a value of another type may be mended, before it is whole,", () => {
  const cases: readonly (readonly [
    what: string,
    room: Partial<Room>,
    types: readonly ("number" | "boolean" | "object")[],
  ])[] = [
    ["where only a text is wanted: a scalar is the text it is written as", { texts: "any" }, ["number", "boolean"]],
    ["where one of some texts is wanted, too", { texts: ["1", "true"] }, ["number", "boolean"]],
    ["where nothing or a text is wanted, too", { texts: "any", nulls: true }, ["number", "boolean"]],
    ["but not where a text has a format", { texts: "some" }, []],
    ["but not where a number is wanted beside a text", { texts: "any", numbers: true }, []],
    ["but not where a boolean is wanted beside a text", { texts: "any", booleans: true }, []],
    ["but not where an object is wanted beside a text", { texts: "any", objects: true }, []],
    ["but not where a list is wanted beside a text", { texts: "any", arrays: true, items: nothing }, []],
    ["where a list of numbers is wanted: it is its one item", listOf({ numbers: true }), ["number"]],
    ["where a list of booleans is wanted", listOf({ booleans: true }), ["boolean"]],
    ["where a list of objects is wanted", listOf({ objects: true }), ["object"]],
    ["but not where a list is a tuple", { arrays: true }, []],
    ["but not where a number is wanted beside the list", { ...listOf({ objects: true }), numbers: true }, []],
    ["but not where a boolean is wanted beside the list", { ...listOf({ numbers: true }), booleans: true }, []],
    ["but not where an object is wanted beside the list", { ...listOf({ numbers: true }), objects: true }, []],
    ["but not where a text is wanted beside the list", { ...listOf({ numbers: true }), texts: ["a"] }, []],
    ["but not where there is no list", { items: { ...nothing, numbers: true } }, []],
    ["but not where neither a text nor a list is wanted", { nulls: true }, []],
  ];
  for (const [what, room, types] of cases)
    it(what, () => {
      const found = (["number", "boolean", "object"] as const).filter((type) => at(room).mayMendType(type));
      assert.deepEqual(found, types);
    });
});

describe("a value is left as it is", () => {
  it("where no text, and no list of it, is wanted", () => {
    assert.deepEqual(valuesAt({ nulls: true }, 1, "1"), []);
    assert.deepEqual(valuesAt({ objects: true }, true), []);
    // It is not known how the number was written.
    assert.deepEqual(valuesAt({ texts: "any" }, 1), []);
    assert.deepEqual(valuesAt({ numbers: true, objects: true }, "x"), []);
  });

  it("where it is null, a list or an empty object, and a list is wanted", () => {
    const list = listOf({ numbers: true, objects: true });
    assert.deepEqual(valuesAt(list, 1, "1"), [[1]]);
    assert.deepEqual(valuesAt(list, { a: 1 }), [[{ a: 1 }]]);
    for (const value of [null, [], [1], {}]) assert.deepEqual(valuesAt(list, value), []);
  });

  it("where it is JSON that is cut, or has a key twice", () => {
    const objects = { objects: true };
    assert.deepEqual(valuesAt(objects, ' {"a":[1]} '), [{ a: [1] }]);
    for (const cut of ['{"a":1', '{"a":1,"a":2}', "{", '{"a":1}x']) assert.deepEqual(valuesAt(objects, cut), []);
  });

  it("where a text is wanted that it is not", () => {
    for (const text of ["12", "true", "{}", "[]"]) {
      const room = { texts: "any", numbers: true, booleans: true, objects: true, arrays: true } as const;
      assert.deepEqual(valuesAt(room, text), []);
    }
    assert.deepEqual(valuesAt(listOf({ texts: ["a"] }), "b"), []);
    assert.deepEqual(valuesAt(listOf({ texts: ["a"] }), "a"), [["a"]]);
  });

  it("where it is a text that is none of those listed", () => {
    assert.deepEqual(valuesAt({ texts: ["Normal", "NORMAL"] }, "normal"), ["Normal", "NORMAL"]);
    assert.deepEqual(valuesAt({ texts: ["Normal"] }, "Warning"), []);
  });
});
