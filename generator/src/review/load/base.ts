import { LoadError } from "./load-error.ts";

/** What `--against` asks for, as it was written. */
export type BaseRequest =
  | { readonly kind: "default" }
  /** A commit, or a file or folder of one. */
  | { readonly kind: "git"; readonly ref: string; readonly path?: string }
  | { readonly kind: "dir" | "file"; readonly path: string }
  | { readonly kind: "tags"; readonly pattern: string }
  /** Without a prefix: a path or a ref, whichever there is. */
  | { readonly kind: "bare"; readonly text: string };

/** The old version as it was found. */
export type Base =
  | {
      readonly kind: "git";
      /** The name it was found by: `origin/main`. */
      readonly ref: string;
      readonly commit: string;
      /** How the commit follows from the name: `merge base with origin/main`. */
      readonly note?: string;
      /** A file or folder of the commit, below the top of the repository. */
      readonly path?: string;
    }
  | { readonly kind: "dir" | "file"; readonly path: string }
  /** There is none, and that was allowed. */
  | { readonly kind: "none"; readonly note: string };

/** The new version: the files as they are on disk, uncommitted edits included, or a commit. */
export type Head =
  | { readonly kind: "worktree" }
  | { readonly kind: "git"; readonly ref: string; readonly commit: string };

const forms = "git:REF, git:REF:path, dir:PATH, file:PATH or tags:PATTERN";

/** Reads the value of `--against`. */
export function parseBase(text: string | undefined): BaseRequest {
  if (text === undefined) return { kind: "default" };
  const [, prefix, rest = ""] = /^(git|dir|file|tags):(.*)$/s.exec(text) ?? [];
  if (text === "" || (prefix !== undefined && rest === ""))
    throw new LoadError("usage", `--against ${JSON.stringify(text)} names nothing`, { hint: `it takes ${forms}` });
  if (text.includes("\0"))
    throw new LoadError("usage", "--against holds a character that no name has", { hint: `it takes ${forms}` });
  switch (prefix) {
    case "git": {
      const colon = rest.indexOf(":");
      const [ref, path] = colon < 0 ? [rest, undefined] : [rest.slice(0, colon), rest.slice(colon + 1)];
      if (ref === "" || path === "")
        throw new LoadError("usage", `--against ${JSON.stringify(text)} lacks a ${ref === "" ? "ref" : "path"}`, {
          hint: "as in git:main, or git:main:schemas/triage.yaml",
        });
      return { kind: "git", ref, ...(path !== undefined && { path }) };
    }
    case "dir":
    case "file":
      return { kind: prefix, path: rest };
    case "tags":
      return { kind: "tags", pattern: rest };
    default:
      return { kind: "bare", text };
  }
}

/** Reads the value of `--head`: the ref of a commit, or nothing for the working tree. */
export function parseHead(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ref = /^git:([^:]+)$/s.exec(text)?.[1];
  if (ref === undefined || ref.includes("\0"))
    throw new LoadError("usage", `--head ${JSON.stringify(text)} is not the ref of a commit`, {
      hint: "as in --head git:feature; without it, the files on disk are the new version",
    });
  return ref;
}
