/** Whether a path has characters that make it a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/** The folder that all matches of a pattern are below; empty for the project root. */
export function folderOfGlob(pattern: string): string {
  const steps = pattern.split("/");
  const first = steps.findIndex(isGlob);
  // Without a pattern's characters it is a file, or a folder with all below it.
  if (first === -1) return isSpecPath(pattern) ? steps.slice(0, -1).join("/") : pattern;
  return steps.slice(0, first).join("/");
}

/** The deepest folder that contains all of some folders; empty for the project root. */
export function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => (folder === "" ? [] : folder.split("/")));
  const length = first.findIndex((step, index) => others.some((other) => other[index] !== step));
  return (length === -1 ? first : first.slice(0, length)).join("/");
}

/** Whether a file name is one a spec may have. */
export function isSpecPath(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path);
}

/**
 * Compiles patterns into a test for paths with forward slashes: `*` and `?` within a name, `**` for any folders,
 * `{a,b}` for either, `[a-c]` for one of some characters. A pattern with `!` in front takes away, wherever it stands.
 * A plain path is a file, or a folder with all below it.
 */
export function compileGlobs(patterns: readonly string[]): (path: string) => boolean {
  const isWanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(compileGlob);
  const isUnwanted = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => compileGlob(pattern.slice(1)));
  return (path) => isWanted.some((test) => test.test(path)) && !isUnwanted.some((test) => test.test(path));
}

function compileGlob(pattern: string): RegExp {
  let depth = 0;
  const source = pattern.replace(
    /\*\*\/|\/\*\*$|\*\*|\*|\?|\[!?[^\]/]+\]|[{},]|[\\^$.|+()[\]]/g,
    (token: string): string => {
      switch (token) {
        case "**/":
          return "(?:[^/]+/)*";
        case "/**":
          return "/.*";
        case "**":
          return ".*";
        case "*":
          return "[^/]*";
        case "?":
          return "[^/]";
        case "{":
          depth++;
          return "(?:";
        case "}":
          return depth-- > 0 ? ")" : "\\}";
        case ",":
          return depth > 0 ? "|" : ",";
        default:
          if (token.length > 2) return `[${token.slice(1, -1).replace(/^!/, "^").replaceAll("\\", "\\\\")}]`;
          return `\\${token}`;
      }
    },
  );
  return new RegExp(`^${source}${isGlob(pattern) ? "" : "(?:/.*)?"}$`, "u");
}

/** What makes a pattern unreadable; `undefined` when nothing does. */
export function explainGlob(pattern: string): string | undefined {
  try {
    compileGlob(pattern);
    return undefined;
  } catch {
    return "its brackets or braces are not closed, or a range in them is upside down";
  }
}
