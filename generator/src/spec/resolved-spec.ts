import type { CacheLifetime } from "../../../runtime/src/facts/dialects.ts";
import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { CompatMode } from "./review-format.ts";

/** One piece of a compiled template. `path` is split at its dots; `this` starts a path inside `each`. */
export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly path: readonly string[] }
  | {
      readonly kind: "if";
      readonly path: readonly string[];
      readonly then: readonly TemplateNode[];
      readonly else: readonly TemplateNode[];
    }
  | { readonly kind: "each"; readonly path: readonly string[]; readonly body: readonly TemplateNode[] };

/** Whether a prefix worth caching ends here, and for how long it is to be kept where that is said. */
export type CacheMark = boolean | CacheLifetime;

/** One piece of a prompt message; images and files are taken from an input variable. */
export type PromptPart =
  | { readonly type: "text"; readonly nodes: readonly TemplateNode[]; readonly cache: CacheMark }
  | { readonly type: "image" | "file"; readonly path: readonly string[]; readonly cache: CacheMark };

/** A spec's prompt. `form` is how the developer wrote it, so that the generated function reads the same. */
export interface PromptTemplate {
  readonly form: "user" | "system-user" | "messages";
  readonly messages: readonly {
    readonly role: "system" | "user" | "assistant";
    readonly parts: readonly PromptPart[];
  }[];
}

/** A place in another spec of the project. */
export interface ForeignPlace {
  /** Path of that spec below the project root, as in {@link ResolvedSpec.path}. */
  readonly path: string;
  /** JSON pointer into that spec's own `schema`: `#/$defs/Address`, or `#` for the whole of it. */
  readonly pointer: string;
}

/** A spec as the later phases see it: checked, with every reference inside its own schema. */
export interface ResolvedSpec {
  /** Path of the file below the project root, with forward slashes. */
  readonly path: string;
  /** Path below the schemas folder without extension: `clinic/patient-summary`. */
  readonly stem: string;
  /** Name of the type: `PatientSummary`. */
  readonly name: string;
  /** Only for others to refer to: types are emitted, functions are not. */
  readonly shared: boolean;
  /** Nothing but definitions: there is no type of the spec's own name. */
  readonly rootless: boolean;
  readonly description?: string;
  readonly draft: Draft;
  /**
   * The output's schema as authored, key order kept. Every `$ref` is `#` or `#` and a JSON pointer into this document,
   * percent-encoded as in a URI; what other files define has been copied under `$defs` (or `definitions` before
   * 2019-09). `$id` and `$anchor` are gone, and `$schema` is the draft's canonical address when it was stated.
   */
  readonly schema: JsonSchema;
  /**
   * The definitions of `schema` that were copied from other specs of the project and mean the same there, by pointer
   * into `schema`: `#/$defs/Address`. A key of another draft, or of a file that is no spec, is not among them.
   */
  readonly foreign: ReadonlyMap<string, ForeignPlace>;
  /**
   * Schema of the prompt's variables, authored or inferred; absent when the prompt has none. A property
   * `{ "x-media": "image" }` (or `"file"`) takes a medium: bytes, an address, or data with its media type.
   */
  readonly input?: JsonSchema;
  /** What `foreign` is to `schema`; a place may also be one of this spec's own `schema`. */
  readonly inputForeign?: ReadonlyMap<string, ForeignPlace>;
  /** The draft of an authored `input`; absent where the input is inferred, which is the same in every draft. */
  readonly inputDraft?: Draft;
  readonly prompt?: PromptTemplate;
  /** Where the prompt first uses a path, spelled as in the prompt: `patient.name`, `this.date`. */
  rangeOfVariable?(path: string): SourceRange | undefined;
  /** Settings in the runtime's spelling (`temperature`, `topP`, `maxOutputTokens`, `seed`, `stop`, `reasoningEffort`). */
  readonly settings?: Readonly<Record<string, Json>>;
  readonly examples?: readonly { readonly input?: Json; readonly output: Json }[];
  /** Name of the router in `outspec.yaml`; absent: the default one. */
  readonly router?: string;
  /** Its changes never fail a review. */
  readonly experimental?: true;
  /** Whose compatibility a review of this spec asks for. */
  readonly compat?: CompatMode;
  /** Where a JSON pointer of `schema` stands in the source; its nearest parent when the place itself was derived. */
  rangeOf(pointer: string, what?: "key" | "value"): SourceRange;
}
