import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { SpecDocument } from "../../spec/spec.ts";
import { deprecatedModels, keepsOrder, movingModels, type PublishedLimits, publishedLimits } from "../limits-data.ts";
import type { LintReport, LintRules } from "../rule.ts";
import type { LintSubject } from "../subject.ts";
import type { TargetFit } from "../targets.ts";

/** Rules about the models that the project's routers name, its `targets`, and those of `--target`. */
export const providerRules: LintRules = {
  "provider-limit": {
    theme: "Providers",
    level: "error",
    set: "recommended",
    check: limits,
    page: {
      what: "A model's schema dialect cannot take this schema: it is past a published limit, or cannot be said at all. An error where no mode with a schema is left for the model, else a warning.",
      why: "The model is asked in the next, weaker mode that it knows. The guarantee is lost for the whole schema, not for one field.",
      bad: "# 11 optional properties, and anthropic/… compiles at most 10",
      good: "# require what is always there; let it be null where it may be unknown",
    },
  },
  "provider-unsupported-keyword": {
    theme: "Providers",
    level: "info",
    set: "strict",
    check: unsupported,
    page: {
      what: "A keyword that a model's decoder does not enforce. A warning where the value has to be written in another form (JSON text, `anyOf` for `oneOf`), else said to the model in words.",
      why: "It is checked only after the fact: an answer that breaks it is asked for again, which costs time and tokens.",
      bad: "rate: { type: number, minimum: 0 } # on a decoder that knows no bounds",
      good: "rate:\n  description: Percent, from 0.\n  type: number\n  minimum: 0",
    },
  },
  "provider-order": {
    theme: "Providers",
    level: "info",
    set: "strict",
    check: order,
    page: {
      what: "A model's decoder is not documented to write properties in the order of the schema, and this schema has optional ones before required ones.",
      why: "Some decoders write required properties first. An explanation that is optional would then follow the decision.",
      bad: "required: [verdict]\nproperties:\n  reasoning: { type: string }\n  verdict: { type: boolean }",
      good: "required: [reasoning, verdict]\nproperties:\n  reasoning: { type: string }\n  verdict: { type: boolean }",
    },
  },
  "deprecated-model": {
    theme: "Providers",
    level: "info",
    set: "recommended",
    page: {
      what: "A model of `outspec.yaml` whose maker has announced its end. From a dated list.",
      why: "Calls will fail from that day on, and another model writes other outputs: plan the change, with evaluations.",
      bad: "primary: anthropic/claude-sonnet-4-5",
      good: "primary: anthropic/claude-haiku-5-5",
    },
  },
  "unpinned-model": {
    theme: "Providers",
    level: "info",
    set: "recommended",
    page: {
      what: "A model of `outspec.yaml` is named by an alias that its maker moves: `…-latest`.",
      why: "Outputs change on a day that you do not choose, without a commit.",
      bad: "primary: mistral/mistral-large-latest",
      good: "primary: mistral/mistral-large-2512",
    },
  },
};

function* limits(subject: LintSubject): Iterable<LintReport> {
  for (const { target, steps } of subject.fits()) {
    const unusable = steps.flatMap(({ dialect, compiled }) =>
      "unusable" in compiled ? [{ dialect, reason: compiled.unusable }] : [],
    );
    const [first] = unusable;
    if (first === undefined) continue;
    const isLast = unusable.length === steps.length;
    const published = publishedLimits[first.dialect];
    const hint = published === undefined ? undefined : describeLimits(published);
    yield {
      at: "/output",
      what: "key",
      level: isLast ? "error" : "warning",
      message: `${target.name} cannot be given this schema as ${first.dialect}: ${first.reason}; ${isLast ? "it is only told of it in words" : "it is asked in a weaker mode"}`,
      ...(hint !== undefined && { hint }),
    };
  }
}

function describeLimits({ by, source, read, numbers }: PublishedLimits): string {
  const list = Object.entries(numbers).map(([of, most]) => `${most.toLocaleString("en")} ${of}`);
  return `published by ${by}: at most ${list.join(", ")}; read ${read} in ${source}`;
}

/** The step a model is asked in: the first whose dialect can take the schema. */
function stepOf({ steps }: TargetFit): TargetFit["steps"][number] | undefined {
  return steps.find(({ compiled }) => "schema" in compiled);
}

/** Keywords of values that are written in another form, so that decoding has to bring them back. */
const rewritten = new Set(["type", "oneOf", "enum", "additionalProperties"]);

function* unsupported(subject: LintSubject): Iterable<LintReport> {
  const found = new Map<string, string[]>();
  for (const fit of subject.fits()) {
    const compiled = stepOf(fit)?.compiled;
    if (compiled === undefined || !("schema" in compiled)) continue;
    for (const one of compiled.unenforced ?? []) {
      const names = found.get(one) ?? [];
      names.push(fit.target.name);
      found.set(one, names);
    }
  }
  for (const [one, names] of found) {
    const [, keyword = "", pointer = ""] = /^(\S+) at #?(.*)$/s.exec(one) ?? [];
    // How recursion is written is said under its own rule.
    if (keyword === "" || keyword === "$ref") continue;
    const models = names.join(", ");
    yield {
      at: joinPointer(`/output${pointer}`, keyword),
      what: "key",
      ...(rewritten.has(keyword) && { level: "warning" }),
      message: rewritten.has(keyword)
        ? `${JSON.stringify(keyword)} cannot be said to ${models}: the value is written in another form and checked afterwards`
        : `${JSON.stringify(keyword)} is not enforced by the decoder of ${models}: it is checked afterwards`,
    };
  }
}

function* order(subject: LintSubject): Iterable<LintReport> {
  const silent = subject.fits().filter((fit) => {
    const step = stepOf(fit);
    return step !== undefined && !keepsOrder.has(step.dialect);
  });
  if (silent.length === 0) return;
  for (const { schema, at, role } of subject.output.nodes) {
    const { properties, required } = schema;
    if (role === "test" || !isRecord(properties)) continue;
    const asked = new Set(Array.isArray(required) ? required : []);
    const names = Object.keys(properties);
    const optional = names.findIndex((name) => !asked.has(name));
    const later = names.slice(optional + 1).find((name) => asked.has(name));
    if (optional === -1 || later === undefined) continue;
    yield {
      at,
      what: "key",
      message: `${silent.map(({ target }) => target.name).join(", ")} may write ${JSON.stringify(later)} before ${JSON.stringify(names[optional])}, which is optional`,
      hint: "require properties whose place matters",
    };
  }
}

/** What was found about a model that a configuration names, by rule. */
type ModelReport = LintReport & { readonly rule: "deprecated-model" | "unpinned-model" };

/** Looks at the models an `outspec.yaml` names. */
export function checkModels(document: SpecDocument): readonly ModelReport[] {
  return modelsOf(document.value).flatMap(([at, model]): readonly ModelReport[] => {
    const range = document.rangeOf(at);
    const deprecated = deprecatedModels.find(({ match }) => match.test(model));
    if (deprecated !== undefined) {
      const message = `${model} ends on ${deprecated.ends}`;
      return [{ rule: "deprecated-model", at, range, message, hint: `source: ${deprecated.source}` }];
    }
    if (!movingModels.test(model)) return [];
    const message = `${model} is an alias that its maker moves to other models`;
    return [{ rule: "unpinned-model", at, range, message, hint: "name the model by its version" }];
  });
}

/** Where a configuration names models, and which. */
function modelsOf(value: Json | undefined): readonly (readonly [at: string, model: string])[] {
  if (!isRecord(value)) return [];
  const routers: (readonly [string, Json | undefined])[] = [["/router", value["router"]]];
  if (isRecord(value["routers"]))
    for (const [name, router] of Object.entries(value["routers"]))
      routers.push([joinPointer("/routers", name), router]);
  return routers.flatMap(([at, router]) => {
    if (!isRecord(router)) return [];
    const fallbacks = Array.isArray(router["fallbacks"]) ? (router["fallbacks"] as readonly Json[]) : [];
    const entries: (readonly [string, Json | undefined])[] = [
      [`${at}/primary`, router["primary"]],
      ...fallbacks.map((one, index): readonly [string, Json] => [joinPointer(at, "fallbacks", index), one]),
    ];
    return entries.flatMap(([place, model]): (readonly [string, string])[] => {
      if (typeof model === "string") return [[place, model]];
      const inner = isRecord(model) ? model["model"] : undefined;
      return typeof inner === "string" ? [[`${place}/model`, inner]] : [];
    });
  });
}
