/** What a dynamic output is to the compiler. Checked by `tsc -b`; nothing here runs. */
import type { Router } from "@outspec/runtime";
import { createDynamicOutput, type PartialOf } from "@outspec/runtime/dynamic";

/** Fails to compile unless both types are the same. */
function expectType<Expected>(): <Actual>(
  value: Actual & ([Actual] extends [Expected] ? ([Expected] extends [Actual] ? unknown : never) : never),
) => void {
  return () => {};
}

interface Answer {
  name: string;
  score: number | null;
  tags: string[];
  place: { city: string; at: [number, number] };
}

interface PartialAnswer {
  readonly name?: string;
  readonly score?: number | null;
  readonly tags?: readonly string[];
  readonly place?: { readonly city?: string; readonly at?: readonly [number?, number?] };
}

declare const router: Router;
declare const partial: PartialOf<Answer>;

expectType<PartialAnswer>()(partial);

const typed = createDynamicOutput<Answer>({ name: "Answer", schema: {} });
const untyped = createDynamicOutput({ name: "Anything", schema: {} });
const own = createDynamicOutput<Answer, { readonly name?: string }>({ name: "Answer", schema: {} });

export async function useThem(): Promise<void> {
  expectType<Answer>()((await typed.generate("…", { router })).output);
  expectType<unknown>()((await untyped.generate("…", { router })).output);
  for await (const shown of typed.stream("…", { router })) expectType<PartialOf<Answer>>()(shown);
  for await (const shown of untyped.stream("…", { router })) expectType<unknown>()(shown);
  for await (const shown of own.stream("…", { router })) expectType<{ readonly name?: string }>()(shown);
  for await (const tag of typed.stream("…", { router }).elements("tags")) expectType<string>()(tag);
}

// @ts-expect-error: there is no router to fall back to
export const unrouted = (): unknown => typed.generate("…");
// @ts-expect-error: `name` holds no list
export const noList = (): unknown => typed.stream("…", { router }).elements("name");
