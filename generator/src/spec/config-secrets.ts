import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { holdsSecret, looksLikeKey } from "../diagnostics/secrets.ts";
import type { SpecDocument } from "./spec.ts";

const hint = "name the environment variable that holds it: apiKeyEnv: MY_KEY";

/** Finds the keys that stand in a configuration, wherever they do: a key in a committed file is a leaked key. */
export function findConfigSecrets(document: SpecDocument): readonly Diagnostic[] {
  return document.value === undefined ? [] : secretsIn(document, document.value, "");
}

function secretsIn(document: SpecDocument, value: Json, pointer: string): Diagnostic[] {
  if (typeof value === "string") return holdsSecret(value) ? [keyAt(document, value, pointer)] : [];
  if (isList(value)) return value.flatMap((item, index) => secretsIn(document, item, joinPointer(pointer, index)));
  if (!isRecord(value)) return [];
  const inHeaders = pointer.endsWith("/headers");
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = joinPointer(pointer, name);
    if (name === "apiKeyEnv" && typeof inner === "string" && looksLikeKey(inner))
      return [keyAt(document, inner, place)];
    if (!(inHeaders ? credentialHeader : credentialKey).test(name)) {
      const inName = holdsSecret(name) ? [keyAt(document, name, place, "key")] : [];
      return [...inName, ...secretsIn(document, inner, place)];
    }
    const whose = inHeaders ? `the header ${JSON.stringify(name)}` : JSON.stringify(name);
    const message = `${whose} holds a credential, and this file is committed`;
    return [error("key-in-config", document.rangeOf(place, "key"), message, hint)];
  });
}

const credentialHeader = /^(authorization|proxy-authorization|cookie|.*api-?key.*|.*(token|secret)$)$/i;
const credentialKey = /^(api[-_]?key|authorization|access[-_]?token|password|secret)$/i;

function keyAt(document: SpecDocument, text: string, pointer: string, what: "key" | "value" = "value"): Diagnostic {
  const thing = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? "this address holds credentials" : "this looks like a key";
  return error("key-in-config", document.rangeOf(pointer, what), `${thing}, and this file is committed`, hint);
}
