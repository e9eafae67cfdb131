import type { PatternPart } from "./pattern-syntax.ts";

/** One step of a program. `next` and `other` are the numbers of steps that may come after it. */
export type PatternStep =
  /** Reads a character of a set. */
  | { readonly kind: "read"; readonly set: number; next: number }
  | { readonly kind: "fork"; next: number; other: number }
  | { readonly kind: "place"; readonly place: "start" | "end" | "boundary" | "no-boundary"; next: number }
  | { readonly kind: "look"; readonly look: number; next: number }
  | { readonly kind: "match" };

/** What is looked for ahead of a place, or behind it: a program of its own. */
export interface PatternLook {
  readonly program: PatternProgram;
  readonly isAhead: boolean;
  readonly isNegative: boolean;
}

/** Steps that lead from one to the next; the first is the beginning. */
export interface PatternProgram {
  readonly steps: readonly PatternStep[];
}

/** A pattern as programs. */
export interface CompiledPattern extends PatternProgram {
  /** How the pattern writes each set of characters. */
  readonly sets: readonly string[];
  /** Those that others ask come before them. */
  readonly looks: readonly PatternLook[];
  /** Steps of all programs together. */
  readonly size: number;
}

/** More steps are not written: what a text costs is its length times theirs. */
const maxSteps = 1_000;

/** Writes the program of a pattern; nothing where it is too long, as of many counted repetitions. */
export function compilePattern(part: PatternPart): CompiledPattern | undefined {
  const compiler = new PatternCompiler();
  const steps = compiler.program(part, false);
  if (steps === undefined) return undefined;
  return { steps, sets: [...compiler.sets.keys()], looks: compiler.looks, size: compiler.size };
}

class PatternCompiler {
  readonly sets = new Map<string, number>();
  readonly looks: PatternLook[] = [];
  size = 0;

  /** The steps of a part, backwards where it is read from its end to its beginning. */
  program(part: PatternPart, isBackwards: boolean): readonly PatternStep[] | undefined {
    const steps: PatternStep[] = [];
    this.#write(part, isBackwards, steps);
    if (this.size > maxSteps) return undefined;
    this.#add(steps, { kind: "match" });
    return steps;
  }

  /** Adds a step, after which by itself comes the next that is added. */
  #add<S extends PatternStep>(steps: PatternStep[], step: S): S {
    this.size++;
    steps.push(step);
    return step;
  }

  #write(part: PatternPart, isBackwards: boolean, steps: PatternStep[]): void {
    if (this.size > maxSteps) return;
    switch (part.kind) {
      case "character": {
        const set = this.sets.get(part.source) ?? this.sets.size;
        this.sets.set(part.source, set);
        this.#add(steps, { kind: "read", set, next: steps.length + 1 });
        return;
      }
      case "place":
        this.#add(steps, { kind: "place", place: part.place, next: steps.length + 1 });
        return;
      case "sequence": {
        const parts = isBackwards ? [...part.parts].reverse() : part.parts;
        for (const inner of parts) this.#write(inner, isBackwards, steps);
        return;
      }
      case "choice":
        this.#writeChoice(part.options, isBackwards, steps);
        return;
      case "repeat":
        this.#writeRepeat(part, isBackwards, steps);
        return;
      case "look": {
        // What is ahead is found from the end of the text on: then each place knows it when it is asked.
        const program = this.program(part.part, part.isAhead);
        if (program === undefined) return;
        const look = this.looks.push({
          program: { steps: program },
          isAhead: part.isAhead,
          isNegative: part.isNegative,
        });
        this.#add(steps, { kind: "look", look: look - 1, next: steps.length + 1 });
      }
    }
  }

  #writeChoice(options: readonly PatternPart[], isBackwards: boolean, steps: PatternStep[]): void {
    const [first, ...others] = options;
    if (first === undefined) return;
    if (others.length === 0) {
      this.#write(first, isBackwards, steps);
      return;
    }
    const fork = this.#add(steps, { kind: "fork", next: steps.length + 1, other: 0 });
    this.#write(first, isBackwards, steps);
    const leave = this.#add(steps, { kind: "fork", next: 0, other: 0 });
    fork.other = steps.length;
    this.#writeChoice(others, isBackwards, steps);
    leave.next = steps.length;
    leave.other = steps.length;
  }

  #writeRepeat(
    { part, min, max }: Extract<PatternPart, { kind: "repeat" }>,
    isBackwards: boolean,
    steps: PatternStep[],
  ): void {
    for (let count = 0; count < min && this.size <= maxSteps; count++) this.#write(part, isBackwards, steps);
    if (max === Number.POSITIVE_INFINITY) {
      const again = steps.length;
      const fork = this.#add(steps, { kind: "fork", next: again + 1, other: 0 });
      this.#write(part, isBackwards, steps);
      this.#add(steps, { kind: "fork", next: again, other: again });
      fork.other = steps.length;
      return;
    }
    const forks: Extract<PatternStep, { kind: "fork" }>[] = [];
    for (let count = min; count < max && this.size <= maxSteps; count++) {
      forks.push(this.#add(steps, { kind: "fork", next: steps.length + 1, other: 0 }));
      this.#write(part, isBackwards, steps);
    }
    for (const fork of forks) fork.other = steps.length;
  }
}
