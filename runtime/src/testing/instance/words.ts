/** Words too common to say what a text is about. */
const common: ReadonlySet<string> = new Set(
  "the and for with that this from are was were has have had not but its our your his her their you she they who what when where which will would can could should may into onto over under than then them there here been being any all each other such only also more most some one two per via use used its it's value values field list array object string number whether".split(
    " ",
  ),
);

/** Splits a name or a text into lower-case words: `key_notes`, `keyNotes` and `key notes` give the same. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The words of a text that say what it is about, without plural endings. */
export function topicsOf(text: string): readonly string[] {
  return wordsOf(text)
    .filter((word) => word.length > 2 && !common.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ies|es|s|ing|ed)$/, "") : word));
}

/** Cuts a text into sentences and lines of readable length, in order, without list marks. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?])\s+(?=[\p{Lu}\p{N}"“(])/u)
    .map((line) =>
      line
        .replace(/^[\s>*#•\-–|]+/u, "")
        .replace(/\s+/gu, " ")
        .trim(),
    )
    .filter((line) => line.length >= 8 && line.length <= 400 && /\p{L}{3}/u.test(line));
}

/** Shortens a text to at most `max` characters, at a word boundary where there is one. Never halves a surrogate pair. */
export function shorten(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const cut = characters.slice(0, max).join("");
  const space = cut.lastIndexOf(" ");
  const whole = space > max / 2 ? cut.slice(0, space) : cut;
  return whole.replace(/[\s,;:([–-]+$/u, "");
}

/** Makes the first letter a capital. */
export function capitalise(text: string): string {
  const [first = "", ...rest] = [...text];
  return first.toUpperCase() + rest.join("");
}

/** The first words of a sentence, as a heading. */
export function headingOf(sentence: string, words: number): string {
  const clause = sentence.split(/[.;:!?,](?:\s|$)/u, 1)[0] ?? sentence;
  const kept = (clause === "" ? sentence : clause).split(" ").slice(0, words);
  while (kept.length > 1 && common.has((kept.at(-1) ?? "").toLowerCase())) kept.pop();
  return capitalise(kept.join(" ").replace(/[\s,;:.!?]+$/u, ""));
}
