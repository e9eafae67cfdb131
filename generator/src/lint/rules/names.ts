import { isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import type { SchemaNode } from "../schema-node.ts";
import { allNodes, type LintSubject } from "../subject.ts";

/** Rules about the names of properties. */
export const nameRules: LintRules = {
  "property-naming": {
    theme: "Names",
    level: "warning",
    set: "recommended",
    codes: ["optional-mark"],
    check: naming,
    page: {
      what: "A name that is no plain identifier, or siblings of which some are spelled in camelCase and others in snake_case.",
      why: "Code has to quote such names, and models slip into the spelling of the neighbours, which a strict decoder prevents and others do not.",
      bad: "properties:\n  first_name: { type: string }\n  lastName: { type: string }",
      good: "properties:\n  first_name: { type: string }\n  last_name: { type: string }",
    },
  },
  "integer-like-property-name": {
    theme: "Names",
    level: "warning",
    set: "recommended",
    codes: ["numeric-key-order"],
    check: integerLike,
    page: {
      what: "A property is called like an integer, or begins with a digit and is nothing else: `1`, `007`.",
      why: "JavaScript objects put integer-like keys first, in numeric order, so that the order you wrote is lost on the way to the model and in partial objects.",
      bad: 'properties:\n  "2024": { type: number }\n  "2023": { type: number }',
      good: "properties:\n  y2024: { type: number }\n  y2023: { type: number }",
    },
  },
  "reserved-property-name": {
    theme: "Names",
    level: "error",
    set: "recommended",
    codes: ["inherited-name"],
    check: reserved,
    page: {
      what: "A name that every JavaScript object has already (`constructor`, `toString`, `__proto__`), or `then`, which makes an object look like a promise.",
      why: "`await` on an object with a callable-looking `then` calls it; `out.constructor` is there when the model left it out; careless copies of `__proto__` change what an object is.",
      bad: "properties:\n  then: { type: string }",
      good: "properties:\n  next_step: { type: string }",
    },
  },
  "confusable-names": {
    theme: "Names",
    level: "warning",
    set: "recommended",
    check: confusable,
    page: {
      what: "Two siblings that differ only in case, separators or look-alike characters, or a name with invisible characters.",
      why: "A model fills in one of the two, and a reader of the code reads the other.",
      bad: "properties:\n  user_id: { type: string }\n  userId: { type: string }",
      good: "properties:\n  user_id: { type: string }",
    },
  },
};

/** The names that each object of a spec declares. */
function* objectsOf(subject: LintSubject): Iterable<readonly [node: SchemaNode, names: readonly string[]]> {
  for (const node of allNodes(subject)) {
    const { properties } = node.schema;
    if (isRecord(properties) && node.role !== "test") yield [node, Object.keys(properties)];
  }
}

const place = (node: SchemaNode, name: string): Pick<LintReport, "at" | "what"> => ({
  at: joinPointer(node.at, "properties", name),
  what: "key",
});

function* naming(subject: LintSubject): Iterable<LintReport> {
  for (const [node, names] of objectsOf(subject)) {
    const snakes = names.filter((name) => /^[a-z\d]+(?:_[a-z\d]+)+$/.test(name));
    const camels = names.filter((name) => /^[a-z][a-z\d]*(?:[A-Z][a-z\d]*)+$/.test(name));
    const hasBoth = snakes.length > 0 && camels.length > 0;
    const isSnakeOdd = snakes.length < camels.length;
    const odd = new Set(hasBoth ? (isSnakeOdd ? snakes : camels) : []);
    for (const name of names) {
      if (
        !/^[\p{L}_$][\p{L}\p{N}\p{Mn}_$]*$/u.test(name) &&
        !/^\d+$/.test(name) &&
        !hasInvisible(name) &&
        !/\?$/.test(name)
      )
        yield {
          ...place(node, name),
          message: `${JSON.stringify(name)} is no plain identifier, so that code has to quote it`,
        };
      else if (odd.has(name)) {
        const other = (isSnakeOdd ? camels : snakes)[0] ?? "";
        yield {
          ...place(node, name),
          message: `${JSON.stringify(name)} is spelled in another way than its sibling ${JSON.stringify(other)}`,
          hint: isSnakeOdd ? "use camelCase for all of them" : "use snake_case for all of them",
        };
      }
    }
  }
}

function* integerLike(subject: LintSubject): Iterable<LintReport> {
  for (const [node, names] of objectsOf(subject))
    for (const name of names)
      if (/^\d+$/.test(name))
        yield {
          ...place(node, name),
          message: `JavaScript moves the name ${JSON.stringify(name)} to before all others, or takes it for a number`,
          hint: `give it a letter: ${JSON.stringify(`n${name}`)}`,
        };
}

const reservedNames = new Set(["__proto__", "prototype", "then", ...Object.getOwnPropertyNames(Object.prototype)]);

function* reserved(subject: LintSubject): Iterable<LintReport> {
  for (const [node, names] of objectsOf(subject))
    for (const name of names)
      if (reservedNames.has(name))
        yield {
          ...place(node, name),
          message:
            name === "then"
              ? '"then" makes the object look like a promise'
              : `${JSON.stringify(name)} means something else in JavaScript`,
          hint: "give it another name",
        };
}

function* confusable(subject: LintSubject): Iterable<LintReport> {
  for (const [node, names] of objectsOf(subject)) {
    const seen = new Map<string, string>();
    for (const name of names) {
      if (hasInvisible(name)) yield { ...place(node, name), message: "this name holds characters that nobody sees" };
      const key = skeleton(name);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, name);
      else
        yield {
          ...place(node, name),
          message: `${JSON.stringify(name)} can be taken for its sibling ${JSON.stringify(first)}`,
          hint: "rename one of the two",
        };
    }
  }
}

function hasInvisible(name: string): boolean {
  return /[\p{Cc}\p{Cf}\u00ad\u115f\u1160\u3164\uffa0]|[\u00a0\u2000-\u200a\u202f\u205f\u3000]/u.test(name);
}

/** Letters of other alphabets that look like Latin ones. */
const lookalikes: Readonly<Record<string, string>> = {
  ...{ а: "a", е: "e", о: "o", р: "p", с: "c", у: "y", х: "x", і: "i", ј: "j", ѕ: "s" },
  ...{ α: "a", ο: "o", ρ: "p", ν: "v", υ: "u", ι: "i", κ: "k" },
};

/** A name without what is easily overlooked. */
function skeleton(name: string): string {
  const folded = name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]/gu, "");
  const plain = [...folded].map((letter) => (Object.hasOwn(lookalikes, letter) ? lookalikes[letter] : letter)).join("");
  // A name of nothing but signs is like itself alone.
  return plain === "" ? name : plain;
}
