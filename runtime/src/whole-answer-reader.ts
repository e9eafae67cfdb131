import { type AnswerReaderOptions, createAnswerReader } from "./answer-reader.ts";
import { readPlainAnswer } from "./plain-answer.ts";
import type { Answer, AnswerReader } from "./router/answer.ts";
import { isValid } from "./validation/validate.ts";

/**
 * Reads an answer that comes as a whole and that nobody watches. A plain and valid one is read by the platform; any other
 * one as if it were streamed, which mends it, or knows what is wrong with it.
 */
export function createWholeAnswerReader(options: AnswerReaderOptions): AnswerReader {
  return new WholeReader(options);
}

class WholeReader implements AnswerReader {
  text = "";
  readonly shown = false;
  readonly #options: AnswerReaderOptions;
  #answer: Answer | undefined;
  #reader: AnswerReader | undefined;

  constructor(options: AnswerReaderOptions) {
    this.#options = options;
  }

  push(text: string): void {
    const isFirst = this.text === "";
    this.text += text;
    this.#answer = isFirst ? readPlainly(this.#options, text) : undefined;
    if (this.#answer !== undefined) return;
    // What came before was a plain answer, and not all there is.
    const unread = this.#reader === undefined ? this.text : text;
    this.#reader ??= createAnswerReader(this.#options);
    this.#reader.push(unread);
  }

  reason(): void {}

  settle(): void {}

  finish(): Answer {
    if (this.#answer !== undefined) return this.#answer;
    this.#reader ??= createAnswerReader(this.#options);
    return this.#reader.finish();
  }
}

function readPlainly({ codec, inverse, repairs }: AnswerReaderOptions, text: string): Answer | undefined {
  // Where a dialect writes another form, or values are mended, there is more to do than to read.
  if (inverse !== undefined || repairs === "values") return undefined;
  const plain = readPlainAnswer(codec.table, text);
  return plain !== undefined && isValid(codec.validate, plain.value) ? { output: plain.value, repairs: [] } : undefined;
}
