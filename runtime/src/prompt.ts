import type { CacheLifetime } from "./facts/dialects.ts";

/** A file or an image handed to a model: its bytes, an address, or base64 text with its media type. */
export type Media = Uint8Array | URL | { readonly data: Uint8Array | string; readonly mediaType: string };

/**
 * A mark at the end of a prefix worth caching at the provider, with the time it is to be kept: each provider takes the
 * nearest it has. Most keep a prefix for a few minutes after its last use, and `true` asks for just that.
 */
export type CacheWish = boolean | CacheLifetime;

/** One piece of a message. `cache` marks the end of a prefix worth caching at the provider. */
export type ContentPart =
  | { readonly type: "text"; readonly text: string; readonly cache?: CacheWish }
  | { readonly type: "image"; readonly image: Media; readonly cache?: CacheWish }
  | { readonly type: "file"; readonly file: Media; readonly name?: string; readonly cache?: CacheWish };

/** What a message says: plain text, or parts in order. */
export type Content = string | readonly ContentPart[];

/** One turn of the conversation a model is shown. */
export interface Message {
  /** Who says it. */
  readonly role: "system" | "user" | "assistant";
  /** What is said. */
  readonly content: Content;
}

/** What a model is asked: one user message, a system and a user message, or a whole conversation. */
export type Prompt =
  | string
  | { readonly system?: Content; readonly user: Content }
  | { readonly messages: readonly Message[] };

/** Brings any form of prompt into a list of messages, in the order in which they are sent. */
export function toMessages(prompt: Prompt): readonly Message[] {
  if (typeof prompt === "string") return [{ role: "user", content: prompt }];
  if ("messages" in prompt) return prompt.messages;
  const user: Message = { role: "user", content: prompt.user };
  return prompt.system === undefined ? [user] : [{ role: "system", content: prompt.system }, user];
}

/** The same part without its cache mark. */
export function withoutMark({ cache: _mark, ...part }: ContentPart): ContentPart {
  return part;
}

/**
 * Spells a template's variable: text as it is, objects and arrays as JSON, nothing for what is absent or null.
 * Generated prompts call it; what it is given is data and never read as template text.
 */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
