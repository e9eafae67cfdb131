import fc from "fast-check";

const substitutes: readonly unknown[] = [
  null,
  1,
  "x",
  "{",
  '{"a":1}',
  [],
  ["a"],
  {},
  { key: "a" },
  { key: "a", value: 1, x: 2 },
];

/** JSON texts in which one place is not as it was: a value is another one, cut, gone or called otherwise, or has company. */
export function damaged(text: string): fc.Arbitrary<string> {
  return fc
    .record({
      place: fc.nat(30),
      how: fc.constantFrom("replace", "cut", "remove", "rename", "add"),
      substitute: fc.constantFrom(...substitutes),
    })
    .map(({ place, how, substitute }) => {
      let passed = 0;
      const damage = (value: unknown): unknown => {
        if (typeof value === "string" && how === "cut") return [...value].slice(0, value.length / 2).join("");
        if (how === "add" && Array.isArray(value)) return [...value, substitute];
        if (how === "add" && isRecord(value)) return { ...value, extra: substitute };
        return substitute;
      };
      const visit = (value: unknown): unknown => {
        if (passed++ === place && (how === "replace" || how === "cut" || how === "add")) return damage(value);
        if (Array.isArray(value)) return value.map(visit);
        if (!isRecord(value)) return value;
        return Object.fromEntries(
          Object.entries(value).flatMap(([key, member]) => {
            const isHere = passed === place;
            const seen = visit(member);
            if (isHere && how === "remove") return [];
            return [[isHere && how === "rename" ? "renamed" : key, seen]];
          }),
        );
      };
      return JSON.stringify(visit(JSON.parse(text)));
    });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
