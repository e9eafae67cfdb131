import type { Random } from "./random.ts";
import { capitalise, headingOf, sentencesOf, topicsOf, wordsOf } from "./words.ts";

/** What is known about the place a value is written for. */
export interface Hint {
  /** The nearest property name; empty at the root. */
  readonly name: string;
  /** The nearest description or title; may be empty. */
  readonly description: string;
  /** The name of the object around the property; empty at the root. */
  readonly owner: string;
}

/** A source of words that fit the prompt. */
export interface Phrases {
  /** One sentence of the prompt that fits, or one composed of the description. */
  sentence(hint: Hint): string;
  /** A few words. */
  heading(hint: Hint, words: number): string;
  /** One word of the prompt that says what it is about; nothing when there is none. */
  topic(): string | undefined;
  /** What the prompt writes behind a label that reads like the name, as in `Invoice number: 2044`. */
  labelled(hint: Hint): string | undefined;
  /** The first part of the prompt that matches, of those that were given least often. */
  find(pattern: RegExp): string | undefined;
  /** The values that the prompt mentions. */
  mentioned(values: readonly string[]): readonly string[];
}

/** Creates the words of one answer. `text` is what the user wrote; what was picked once is not picked again while there is more. */
export function createPhrases(text: string, random: Random): Phrases {
  const lines = sentencesOf(text);
  const prose = lines.filter((line) => !/^[^:.]{2,40}:\s*\S{1,24}(?:\s[A-Z]{3})?$/u.test(line));
  const sentences = (prose.length > 0 ? prose : lines).map((sentence) => ({
    sentence,
    topics: new Set(topicsOf(sentence)),
  }));
  const lowerCase = text.toLowerCase();
  const given = new Map<string, number>();

  const take = (candidate: string): string => {
    given.set(candidate, (given.get(candidate) ?? 0) + 1);
    return candidate;
  };
  const timesGiven = (candidate: string): number => given.get(candidate) ?? 0;

  const bestSentence = (hint: Hint): string | undefined => {
    const wanted = [...topicsOf(hint.name), ...topicsOf(hint.description)];
    let best: { readonly sentence: string; readonly score: number } | undefined;
    for (const [i, { sentence, topics }] of sentences.entries()) {
      const shared = wanted.filter((topic) => topics.has(topic)).length;
      // Earlier sentences tend to win among equals; the noise keeps answers of different seeds apart.
      const score = shared * 2 - timesGiven(sentence) * 100 - Math.min(i, 20) * 0.15 + random.next();
      if (best === undefined || score > best.score) best = { sentence, score };
    }
    return best?.sentence;
  };

  const compose = (hint: Hint): string => {
    const subject = wordsOf(hint.name).join(" ");
    const description = hint.description.replace(/\s+/g, " ").trim();
    if (description !== "") return description.split(/(?<=[.!?])\s/u)[0] ?? description;
    return capitalise(subject === "" ? "nothing further to report." : `a sample ${subject}.`);
  };

  return {
    sentence: (hint) => {
      const sentence = bestSentence(hint);
      if (sentence !== undefined) return take(sentence);
      const composed = take(compose(hint));
      const count = timesGiven(composed);
      return count === 1 ? composed : `${composed.replace(/[.!?]$/, "")} (${count}).`;
    },
    heading: (hint, words) => headingOf(take(bestSentence(hint) ?? compose(hint)), words),
    topic: () => {
      const words = sentences
        .flatMap(({ sentence }) => wordsOf(sentence))
        .filter((word) => word.length > 4 && /^\p{L}+$/u.test(word) && topicsOf(word).length > 0);
      const fresh = words.filter((word) => timesGiven(word) === 0);
      const pool = fresh.length > 0 ? fresh : words;
      return pool.length === 0 ? undefined : take(random.pick(pool));
    },
    labelled: (hint) => {
      const label = wordsOf(hint.name);
      if (label.length === 0) return undefined;
      const pattern = new RegExp(
        `(?<![\\p{L}\\p{N}])${label.map(escapePattern).join("[\\s_-]*")}\\s*(?:[:=#]|\\bis\\b)\\s*([^\\n;]{1,120})`,
        "iu",
      );
      const found = pattern
        .exec(text)?.[1]
        ?.trim()
        .replace(/[.,]+$/, "");
      return found === undefined || found === "" ? undefined : take(found);
    },
    find: (pattern) => {
      const found = [...text.matchAll(new RegExp(pattern.source, `g${pattern.flags.replace("g", "")}`))].map(
        ([whole]) => whole,
      );
      const fewest = Math.min(...found.map(timesGiven));
      const next = found.find((candidate) => timesGiven(candidate) === fewest);
      return next === undefined ? undefined : take(next);
    },
    mentioned: (values) =>
      values.filter((value) => value.length > 1 && lowerCase.includes(value.toLowerCase().replaceAll("_", " "))),
  };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
