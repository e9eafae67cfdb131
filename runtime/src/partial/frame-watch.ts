import type { Findings } from "./findings.ts";
import { onlyProperties } from "./flaw.ts";
import type { Frame } from "./frames/frame.ts";
import type { JsonHandler } from "./json-parser.ts";
import { type WireType, wireTypeOf } from "./json-value.ts";
import { breachOf, firstCodePoints, pairsIn, tooMany } from "./limits.ts";
import { type Place, shortestWrong } from "./place.ts";
import { anything } from "./place-parts.ts";
import type { Places } from "./places.ts";
import { RawWatch } from "./raw-watch.ts";

/**
 * Looks at what is read as soon as it has begun, and notes what may not stand where it does, whatever follows. It is
 * asked only while something may yet be shown: the first thing that is found is enough.
 */
export class FrameWatch {
  readonly #findings: Findings;
  /** Characters of the text that is being written which take two code units. */
  #pairs = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Looks at a text that begins in a frame. Returns how it is to be read: whether it grows, and whether it is to be looked at. */
  beginText(frame: Frame): "grows" | "watched" | "whole" {
    const { slot, place } = frame;
    // What fits nowhere is known to at its first quote, wherever the text is cut.
    if (!place.admitsType("string")) {
      this.refuse(frame, "string", "");
      return "whole";
    }
    this.#pairs = 0;
    if (place.text === "grows" && slot >= 0) return "grows";
    return place.listsTexts || (slot >= 0 && place.limits?.maxLength !== undefined) ? "watched" : "whole";
  }

  /** Looks at a text that grows, `chunk` being what is new. */
  growText({ place }: Frame, text: string, chunk: string): void {
    if (place.limits?.maxLength === undefined) return;
    this.#pairs += pairsIn(chunk);
    this.#noteLength(place, text, this.#pairs);
  }

  /** Looks at a text that goes on. Returns whether there is more to be found before it is whole. */
  watchText(frame: Frame, text: string): boolean {
    const { slot, place } = frame;
    if (slot >= 0) this.#noteLength(place, text, pairsIn(text));
    if (!place.listsTexts) return true;
    const mayBegin = place.mayBegin(text);
    if (mayBegin === false) {
      this.refuse(
        frame,
        "string",
        shortestWrong(text, (beginning) => place.mayBegin(beginning) !== false),
      );
    }
    return mayBegin === true;
  }

  /** Notes that a text is too long, given how many of its characters take two code units. */
  #noteLength({ limits }: Place, text: string, pairs: number): void {
    const most = limits?.maxLength;
    if (most === undefined || text.length - pairs <= most || this.#findings.flaw !== undefined) return;
    this.#findings.noteValue(tooMany("maxLength", most), firstCodePoints(text, most + 1));
  }

  /** Looks at a scalar that begins; `sample` is of its type, and if it is no number the scalar itself. */
  beginScalar(frame: Frame, sample: number | boolean | null): void {
    const { place, nullIsAbsent } = frame;
    const type = wireTypeOf(sample) ?? "null";
    const admits = type === "boolean" ? place.admits(sample) : place.admitsType(type);
    if (!admits && !(sample === null && nullIsAbsent)) this.refuse(frame, type, sample);
  }

  /** Looks at a container that begins in a frame that keeps what is in it. */
  beginKept(frame: Frame, type: "object" | "array"): void {
    if (!frame.place.admitsType(type)) this.refuse(frame, type, undefined);
  }

  /** Looks at a whole value that a frame keeps until it is known where it stands. A container was looked at while it was read. */
  takeKept(frame: Frame, value: unknown): void {
    const { place, nullIsAbsent } = frame;
    const type = wireTypeOf(value) ?? "null";
    if (type === "object" || type === "array" || place.admits(value) || (value === null && nullIsAbsent)) return;
    this.refuse(frame, type, value);
  }

  /** Looks at a scalar that stands at the pen: it may be out of bounds. */
  take({ limits }: Place, value: unknown): void {
    const breach = limits === undefined ? undefined : breachOf(limits, value);
    if (breach !== undefined) this.#findings.noteValue(breach, value);
  }

  /** What looks at a container that has to be whole, as it arrives in a frame; nothing when there is nothing to be found. */
  watchContainer(frame: Frame, places: Places): JsonHandler | undefined {
    const { place } = frame;
    if (place === anything) return undefined;
    const path = frame.path();
    const findings = this.#findings;
    return new RawWatch(places, place, {
      mismatch: (inner, type, below) => findings.mismatchWithin(inner, type, [...path, ...below]),
      property: (allowed, below) => findings.noteWithin(onlyProperties(allowed), [...path, ...below]),
      element: (most, below) => findings.noteWithin(tooMany("maxItems", most), [...path, ...below.slice(0, -1)]),
    });
  }

  /** Notes that what has begun may not stand where it does; `sample` is a value of its type. */
  refuse(frame: Frame, type: WireType, sample: unknown): void {
    if (frame.slot >= 0) this.#findings.mismatchOf(frame.place, type, sample);
    else this.#findings.mismatchWithin(frame.place, type, frame.path());
  }
}
