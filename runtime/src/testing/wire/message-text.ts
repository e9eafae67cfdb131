import { isObject, type Json } from "../instance/schema.ts";

/** The text of a message's content: a string, or the text parts joined. */
export function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: Json) => (isObject(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join("\n");
}

/** The texts of all messages with one of the given roles, in order. */
export function textOfRoles(messages: Json | undefined, roles: readonly string[]): string {
  if (!Array.isArray(messages)) return "";
  return messages
    .filter(
      (message: Json) => isObject(message) && typeof message["role"] === "string" && roles.includes(message["role"]),
    )
    .map((message: Json) => (isObject(message) ? textOf(message["content"]) : ""))
    .join("\n\n");
}

/** A string, or a default when the value is something else. */
export function stringOr(value: Json | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits, as providers' ids are made of. */
export function writeId(next: () => number, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)] ?? "A").join("");
}
