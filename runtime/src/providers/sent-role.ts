import type { Message } from "../prompt.ts";
import type { ModelCall } from "./provider.ts";

/**
 * The role under which OpenAI's APIs are sent a message. OpenAI's reasoning models take instructions as `developer`;
 * compatible servers do not know that role. Source: providers.md, section 5.3.
 */
export function sentRole(role: Message["role"], { reasoning, row, systemRole }: ModelCall): string {
  if (role === "system" && systemRole !== undefined) return systemRole;
  return role === "system" && reasoning && row.developerRole ? "developer" : role;
}
