import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList } from "../../../../runtime/src/schema/pointer.ts";
import { keyword } from "../normal/document.ts";
import { wordDifference } from "./labels.ts";
import type { Located, Pair, Report } from "./located.ts";
import { fixedPlaces, homeOf } from "./places.ts";

/** Reports what only the model reads: descriptions, titles and examples; and what is deprecated. */
export function locateAnnotations(pair: Pair, report: Report): void {
  const [before, after] = [fixedPlaces(pair.before), fixedPlaces(pair.after)];
  const valuesOf = (name: string, side: "before" | "after"): readonly Json[] =>
    (side === "before" ? before : after).flatMap((place) => keyword(place, name) ?? []);
  const say = (rule: string, data: Located["data"], names: readonly string[], isHidden = false): void => {
    const stating = (places: typeof before) =>
      places.find((place) => names.some((name) => keyword(place, name) !== undefined));
    report({
      rule,
      data,
      place: stating(after) ?? homeOf(pair.after),
      side: "after",
      beforePlace: stating(before) ?? homeOf(pair.before),
      what: "value",
      visible: "values",
      before: names.flatMap((name) => valuesOf(name, "before")),
      after: names.flatMap((name) => valuesOf(name, "after")),
      pair,
      hidden: isHidden,
    });
  };
  const textOf = (side: "before" | "after"): string =>
    ["title", "description"]
      .flatMap((name) => valuesOf(name, side).filter((text) => typeof text === "string"))
      .join("\n");
  const [old, now] = [textOf("before"), textOf("after")];
  if (old !== now) say("description-changed", { diff: wordDifference(old, now) }, ["description", "title"]);
  const examples = (side: "before" | "after"): string =>
    canonicalJson(valuesOf("examples", side).flatMap((list) => (isList(list) ? list : [list])));
  if (examples("before") !== examples("after")) say("schema-examples-changed", {}, ["examples"]);
  const isDeprecated = (side: "before" | "after"): boolean => valuesOf("deprecated", side).includes(true);
  if (isDeprecated("before") !== isDeprecated("after")) {
    const data = { old: isDeprecated("before") ? "yes" : "no", new: isDeprecated("after") ? "yes" : "no" };
    say("deprecation-changed", data, ["deprecated"], true);
  }
}
