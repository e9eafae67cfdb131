import { change, inGroup } from "./define-rules.ts";
import type { DiffRule } from "./rule.ts";

type Written = Omit<DiffRule, "group">;

/** What is the same in every rule that admits more values than before. */
const loosened = { consumer: "breaking", stored: "safe", model: true, severity: "breaking" } as const;

/** What is the same in every rule that admits fewer. */
const tightened = { consumer: "safe", stored: "breaking", model: true, severity: "behaviour" } as const;

const numbers: readonly Written[] = [
  {
    ...loosened,
    id: "length-loosened",
    title: "Other text lengths allowed",
    twin: "length-tightened",
    template: "Length {old} → {new}.",
    page: {
      what: "`minLength` or `maxLength` admits texts that were not admitted before.",
      why: "The type says `string` in both versions; the column of eight characters, the badge and the text message overflow all the same.",
      bad: change("code: { type: string, maxLength: 8 }", "code: { type: string, maxLength: 12 }"),
      good: "Widen the places that hold the text first, then the bound.",
    },
  },
  {
    ...tightened,
    id: "length-tightened",
    title: "Text length restricted",
    twin: "length-loosened",
    template: "Length {old} → {new}.",
    page: {
      what: "`minLength` or `maxLength` excludes texts that were fine before.",
      why: "Kept outputs outside the bound are refused. Where a provider does not enforce lengths, the model learns of the limit only from the description, and attempts fail.",
      bad: change("summary: { maxLength: 400 }", "summary: { maxLength: 200 }"),
      good: "Put the limit into the description in words or sentences, which models count better than characters.",
    },
  },
  {
    ...loosened,
    id: "range-loosened",
    title: "Range of numbers widened",
    twin: "range-tightened",
    template: "Range {old} → {new}.",
    page: {
      what: "A lower or upper bound of a number admits values that were not admitted before.",
      why: "Progress bars beyond 100, negative prices, an index past the end: readers rely on bounds that the type does not show.",
      bad: change("score: { minimum: 0, maximum: 10 }", "score: { minimum: 0, maximum: 100 }"),
      good: "A new scale deserves a new property name. Otherwise check each reader for the new bounds first.",
    },
  },
  {
    ...tightened,
    id: "range-tightened",
    title: "Range of numbers restricted",
    twin: "range-loosened",
    template: "Range {old} → {new}.",
    page: {
      what: "A lower or upper bound of a number excludes values that were fine before.",
      why: "Kept outputs outside the bound are refused. Numbers on the old scale that happen to lie inside the new one pass and mean something else.",
      bad: change("score: { maximum: 100 }", "score: { maximum: 10 }"),
      good: "Convert kept numbers, and name the scale in the description.",
    },
  },
  {
    ...loosened,
    id: "multiple-of-loosened",
    title: "Finer steps allowed",
    twin: "multiple-of-tightened",
    template: "Step {old} → {new}.",
    page: {
      what: "`multipleOf` is gone or divides the old step, so that values between the old steps are possible.",
      why: "Readers that rounded nothing, because nothing had to be rounded, show or store more digits than planned.",
      bad: change("rating: { multipleOf: 0.5 }", "rating: { multipleOf: 0.25 }"),
      good: "Check display and storage for the finer step first.",
    },
  },
  {
    ...tightened,
    id: "multiple-of-tightened",
    title: "Coarser steps required",
    twin: "multiple-of-loosened",
    template: "Step {old} → {new}.",
    page: {
      what: "`multipleOf` was added or is a multiple of the old step.",
      why: "Kept outputs between the new steps are refused.",
      bad: change("rating: { multipleOf: 0.25 }", "rating: { multipleOf: 0.5 }"),
      good: "Round what is kept before the change is released.",
    },
  },
  {
    consumer: "breaking",
    stored: "breaking",
    model: true,
    severity: "breaking",
    id: "multiple-of-changed",
    title: "Step changed",
    template: "Step {old} → {new}.",
    page: {
      what: "`multipleOf` changed to a number of which neither divides the other.",
      why: "Some old values are refused, and some new ones were not possible before. Divisibility is decided on the decimal digits, so 0.1 and 0.3 are treated as written.",
      bad: change("lot: { multipleOf: 2 }", "lot: { multipleOf: 3 }"),
      good: "Use a common step for a while, or a new property.",
    },
  },
];

const arrays: readonly Written[] = [
  {
    ...loosened,
    id: "items-loosened",
    title: "Other array sizes allowed",
    twin: "items-tightened",
    template: "Array size {old} → {new}.[ {note}]",
    page: {
      what: "`minItems` or `maxItems` admits arrays that were not admitted before.",
      why: "Code that takes the first item breaks on an empty array. Pages and messages made for three entries get thirty.",
      bad: change("sources: { type: array, minItems: 1 }", "sources: { type: array }"),
      good: "Let readers handle the empty and the long array first.",
    },
  },
  {
    ...tightened,
    id: "items-tightened",
    title: "Array size restricted",
    twin: "items-loosened",
    template: "Array size {old} → {new}.[ {note}]",
    page: {
      what: "`minItems` or `maxItems` excludes arrays that were fine before.",
      why: "Kept outputs outside the bound are refused. Where the provider does not enforce sizes, expect attempts that fail.",
      bad: change("sources: { maxItems: 10 }", "sources: { maxItems: 3 }"),
      good: "Name the number in the description too, and shorten or fill up what is kept.",
    },
  },
  {
    ...loosened,
    id: "unique-items-removed",
    title: "Repeats became possible",
    twin: "unique-items-added",
    template: "Repeats are possible now.",
    page: {
      what: "`uniqueItems` is gone.",
      why: "Lists keyed by their items, sets and counts go wrong with the first repeat.",
      bad: change("tags: { uniqueItems: true }", "tags: {}"),
      good: "Remove repeats in the code that needs it, before loosening the schema.",
    },
  },
  {
    ...tightened,
    id: "unique-items-added",
    title: "Repeats excluded",
    twin: "unique-items-removed",
    template: "Repeats are excluded now.",
    page: {
      what: "`uniqueItems: true` was added.",
      why: "Kept outputs with repeats are refused. No provider enforces it while decoding, so a repeating model costs attempts.",
      bad: change("tags: { type: array }", "tags: { type: array, uniqueItems: true }"),
      good: "If a repeat does no harm, drop it in your own code instead.",
    },
  },
  {
    id: "contains-changed",
    title: "Items that must occur changed",
    consumer: "as proven, else dangerous",
    stored: "as proven, else dangerous",
    model: true,
    severity: "dangerous",
    template: "Items that must occur changed[: {old} → {new}].",
    page: {
      what: "`contains`, `minContains` or `maxContains` changed.",
      why: "Readers may look for an item that used to be there, and kept outputs may lack one that is asked for. How these keywords act together with others cannot always be decided.",
      bad: change("contains: { const: summary }", "contains: { const: abstract }"),
      good: "Give an item that must be there a property of its own instead.",
    },
  },
  {
    id: "tuple-changed",
    title: "Tuple changed",
    consumer: "as proven item by item, else breaking",
    stored: "as proven item by item, else breaking",
    model: true,
    severity: "breaking",
    template: "Tuple {old} → {new}.",
    page: {
      what: "An array with a fixed row of items has more, fewer or other ones.",
      why: "Readers take tuples apart by position, and every position behind the change means something else.",
      bad: change(
        "prefixItems: [{ type: number }, { type: number }]",
        "prefixItems: [{ type: number }, { type: number }, { type: string }]",
      ),
      good: "Use an object with named properties: it can grow.",
    },
  },
];

/** Bounds of numbers, texts and arrays. */
export const boundRules: readonly DiffRule[] = inGroup("values", [...numbers, ...arrays]);
