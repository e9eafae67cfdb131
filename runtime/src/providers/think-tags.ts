/** Runs of a text in their order: what is said, what was thought, and what is said after it. */
export interface TaggedText {
  readonly before: string;
  readonly thought: string;
  readonly after: string;
}

/**
 * Tells a section `<think>…</think>` at the beginning of an answer from the answer, wherever the text is cut.
 *
 * Some models write such a section into their text when the server has no parser for it, or none it uses. Only the
 * first characters that are not blank decide, so an answer that begins with anything else is never held back.
 */
export interface ThinkTagReader {
  /** Whether all that comes now is answer. */
  readonly isPast: boolean;
  push(text: string): TaggedText;
  /** What was held back because it might have become a tag. */
  end(): TaggedText;
}

const opening = "<think>";
const closing = "</think>";

/** Starts reading the text of one answer. Source: providers.md, section 14, Perplexity, MiniMax and vLLM. */
export function createThinkTagReader(): ThinkTagReader {
  let state: "start" | "thinking" | "past" = "start";
  let held = "";

  /** White space before the tag is handed on: it is no part of it, and does no harm in front of an answer. */
  function start(text: string): TaggedText {
    const at = text.search(/\S/);
    const tag = at < 0 ? "" : text.slice(at, at + opening.length);
    if (!opening.startsWith(tag)) {
      state = "past";
      return { before: text, thought: "", after: "" };
    }
    const before = at < 0 ? text : text.slice(0, at);
    if (tag !== opening) {
      held = tag;
      return { before, thought: "", after: "" };
    }
    state = "thinking";
    return { ...think(text.slice(at + opening.length)), before };
  }

  function think(text: string): TaggedText {
    const end = text.indexOf(closing);
    if (end < 0) {
      held = beginningOfTag(text);
      return { before: "", thought: text.slice(0, text.length - held.length), after: "" };
    }
    state = "past";
    return { before: "", thought: text.slice(0, end), after: text.slice(end + closing.length) };
  }

  return {
    get isPast() {
      return state === "past";
    },
    push(text) {
      const whole = held + text;
      held = "";
      switch (state) {
        case "start":
          return start(whole);
        case "thinking":
          return think(whole);
        case "past":
          return { before: whole, thought: "", after: "" };
      }
    },
    end() {
      const rest = held;
      held = "";
      return state === "thinking" ? { before: "", thought: rest, after: "" } : { before: rest, thought: "", after: "" };
    },
  };
}

/** The end of a text that may be the beginning of the closing tag. */
function beginningOfTag(text: string): string {
  const at = text.lastIndexOf("<");
  const end = at < 0 ? "" : text.slice(at);
  return closing.startsWith(end) ? end : "";
}
