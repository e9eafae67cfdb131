import { cacheLifetimes } from "../../../runtime/src/facts/dialects.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { CacheMark, PromptPart, PromptTemplate, TemplateNode } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";
import { type PlacedNode, parseTemplate } from "./template.ts";

/** A variable's use in a prompt that is not part of a text: the image or file of a part. */
export interface MediaUse {
  readonly kind: "image" | "file";
  readonly path: readonly string[];
  readonly pointer: string;
}

/** A prompt taken apart, with what is needed to check its variables. */
export interface ParsedPrompt {
  readonly template: PromptTemplate;
  /** The parsed texts and where they stand. */
  readonly texts: readonly { readonly pointer: string; readonly nodes: readonly PlacedNode[] }[];
  readonly media: readonly MediaUse[];
  readonly findings: readonly Diagnostic[];
}

type Message = PromptTemplate["messages"][number];

/** Parses the `prompt` of an envelope whose shape has been checked; anything of another shape is left out. */
export function parsePrompt(document: SpecDocument, prompt: Json, cacheSystem: CacheMark): ParsedPrompt {
  const findings: Diagnostic[] = [];
  const texts: { pointer: string; nodes: readonly PlacedNode[] }[] = [];
  const media: MediaUse[] = [];

  const text = (value: string, pointer: string): readonly TemplateNode[] => {
    const { nodes, problems } = parseTemplate(value);
    for (const { code, start, end, message, hint } of problems) {
      findings.push(error(code, document.rangeInText(pointer, start, end), message, hint));
    }
    texts.push({ pointer, nodes });
    return nodes.map(withoutPlace);
  };

  const part = (value: Json, pointer: string): PromptPart[] => {
    if (!isRecord(value)) return [];
    const kinds = (["text", "image", "file"] as const).filter((kind) => kind in value);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      findings.push(
        error(
          "wrong-part",
          document.rangeOf(pointer),
          kind === undefined
            ? "a message part has a text, an image or a file"
            : `a message part is one of ${kinds.join(" and ")}, not both`,
          "write each as a part of its own: - text: …",
        ),
      );
      return [];
    }
    const content = value[kind];
    const cache = readCacheMark(value["cache"]);
    if (typeof content !== "string") return [];
    const place = joinPointer(pointer, kind);
    if (kind === "text") return [{ type: "text", nodes: text(content, place), cache }];
    const name = content.replace(/^\{\{\s*|\s*\}\}$/g, "");
    if (!/^[\p{L}_$][\p{L}\p{N}_$.-]*$/u.test(name)) {
      findings.push(
        error(
          "wrong-part",
          document.rangeOf(place),
          `${JSON.stringify(content)} is not a variable's name`,
          `name the variable that holds the ${kind}: - ${kind}: photo`,
        ),
      );
      return [];
    }
    media.push({ kind, path: name.split("."), pointer: place });
    return [{ type: kind, path: name.split("."), cache }];
  };

  const content = (value: Json | undefined, pointer: string): readonly PromptPart[] => {
    if (typeof value === "string") return [{ type: "text", nodes: text(value, pointer), cache: false }];
    return isList(value) ? value.flatMap((item, index) => part(item, joinPointer(pointer, index))) : [];
  };

  const read = (): PromptTemplate => {
    if (typeof prompt === "string")
      return { form: "user", messages: [{ role: "user", parts: content(prompt, "/prompt") }] };
    if (isList(prompt)) {
      const messages = prompt.flatMap((message, index): Message[] => {
        if (!isRecord(message)) return [];
        const role = message["role"] as Message["role"];
        return [{ role, parts: content(message["content"], joinPointer("/prompt", index, "content")) }];
      });
      return { form: "messages", messages };
    }
    const { system, user } = isRecord(prompt) ? prompt : {};
    const systemMessage: Message[] =
      system === undefined ? [] : [{ role: "system", parts: content(system, "/prompt/system") }];
    return {
      form: "system-user",
      messages: [...systemMessage, { role: "user", parts: content(user, "/prompt/user") }],
    };
  };

  const template = read();
  if (cacheSystem === false) return { template, texts, media, findings };
  if (!template.messages.some(({ role }) => role === "system")) {
    findings.push(
      error(
        "cache-without-system",
        document.rangeOf("/cache"),
        "there is no system message to cache",
        "add `system:` to the prompt, or remove this line",
      ),
    );
  }
  return { template: withSystemCached(template, cacheSystem), texts, media, findings };
}

/** The mark that `cache` says; what is none has been found by the check of the form. */
export function readCacheMark(value: Json | undefined): CacheMark {
  return value === true || (cacheLifetimes.find((lifetime) => lifetime === value) ?? false);
}

/** Marks the last part of the system message. */
function withSystemCached(template: PromptTemplate, cache: CacheMark): PromptTemplate {
  const last = template.messages.findLastIndex(({ role }) => role === "system");
  const messages = template.messages.map((message, index) =>
    index === last
      ? {
          ...message,
          parts: message.parts.map((part, at) => (at === message.parts.length - 1 ? { ...part, cache } : part)),
        }
      : message,
  );
  return { ...template, messages };
}

function withoutPlace(node: PlacedNode): TemplateNode {
  switch (node.kind) {
    case "text":
      return node;
    case "value":
      return { kind: "value", path: node.path };
    case "if":
      // biome-ignore lint/suspicious/noThenProperty: a branch of the template, and no function.
      return { kind: "if", path: node.path, then: node.then.map(withoutPlace), else: node.else.map(withoutPlace) };
    case "each":
      return { kind: "each", path: node.path, body: node.body.map(withoutPlace) };
  }
}
