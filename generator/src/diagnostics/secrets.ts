/** What keys of known providers and hosts look like: a mark, and then more than a word, with a digit in it. */
const keyPattern =
  /(?<![A-Za-z0-9])(?:(sk-)(?=[A-Za-z_.-]{0,200}\d)[A-Za-z0-9_./+=-]{8,}|(sk-(?:proj|ant|or|svcacct)-)[^\s"',}\]]{4,}|(gsk_|[prs]k_(?:live|test)_|xai-|AIza|AKIA|ASIA|key-|hf_|gh[a-z]_|github_pat_|glpat-|nvapi-|pplx-|csk-|fw_|r8_|xox[a-z]-|eyJ)(?=[A-Za-z_-]{0,200}\d)[A-Za-z0-9_+/=-]{16,}(?:\.[A-Za-z0-9_.-]+)?)/g;

/** `Bearer` and `Basic` with what they announce. */
const schemePattern = /\b((?:Bearer|Basic)\s+)(?=[A-Za-z_.+/=-]{0,200}\d)[^\s"',}\]]{6,}/g;

/** What stands between `//` and `@` in an address. It begins where a word does: from each letter of a long one takes too long. */
const userPattern = /(?<![A-Za-z0-9+.-])([A-Za-z0-9+.-]+:\/\/)([^\s/@"']+)(?=@)/g;

/** Parameters of an address that hold keys. */
const parameterPattern = /([?&](?:api[-_]?key|key|access[-_]?token|token|secret|password)=)([^\s&"',}\]]+)/gi;

/** A line of YAML or JSON that gives a key by name. A mapping is left. */
const memberPattern =
  /(?<![A-Za-z0-9-])((?:(?:[a-z0-9]{1,40}-){0,4}(?:api[-_]?key|token|secret)|api[-_]?key[-_]?env|(?:proxy-)?authorization|access[-_]?token|password|cookie)["']?\s*:\s+["']?)(?![{[&*|>!#])([^\s"',}]+)/gi;

/** Whether a text holds what looks like a key, or an address with credentials in it. */
export function holdsSecret(text: string): boolean {
  return [keyPattern, schemePattern, userPattern, parameterPattern].some((pattern) => text.search(pattern) !== -1);
}

/**
 * Puts stars in the place of everything that looks like a credential, one for each character. Messages, hints
 * and excerpts pass here: a report often ends in a public log.
 */
export function maskSecrets(text: string): string {
  return [keyPattern, schemePattern, userPattern, parameterPattern].reduce(
    (masked, pattern) => masked.replace(pattern, maskGroup),
    text,
  );
}

/** Masks a line of a source file, where the name in front of a value can tell, too, that it is a credential. */
export function maskSourceLine(line: string): string {
  return maskSecrets(line).replace(memberPattern, (whole: string, name: string, value: string) =>
    isVariableName(value) ? whole : maskGroup(whole, name, value, 0, line),
  );
}

/** Whether a text names an environment variable, as far as its look can tell. */
function isVariableName(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(text) && (text.includes("_") || !/\d/.test(text));
}

/** Whether what is given as the name of an environment variable is as long and as mixed as only keys are. */
export function looksLikeKey(name: string): boolean {
  return name.length >= 16 && !name.includes("_") && /\d/.test(name) && /[a-z]/.test(name);
}

function maskGroup(whole: string, ...groups: readonly unknown[]): string {
  const mark = groups.slice(0, -2).find((group) => typeof group === "string");
  const kept = typeof mark === "string" ? mark : "";
  return kept + "*".repeat(whole.length - kept.length);
}
