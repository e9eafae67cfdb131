import { formatFunctions } from "../../../runtime/src/schema/formats.ts";

/** The entries of the runtime that generated code may import from. */
export type RuntimeEntry = "@outspec/runtime" | "@outspec/runtime/codegen";

/** Every name generated code may import, by entry. Changing one is a change of the contract. */
export const runtimeNames: Readonly<
  Record<RuntimeEntry, { readonly values: readonly string[]; readonly types: readonly string[] }>
> = {
  "@outspec/runtime/codegen": {
    values: [
      "createPattern",
      "defineOutput",
      "equal",
      "findRepeated",
      "generate",
      "issuesAt",
      "remembered",
      "stream",
      "text",
      "ucs2length",
      ...Object.values(formatFunctions).map((format) => format.name),
    ],
    types: ["Codec", "CompiledDialect", "JsonSchema", "StreamTable", "Validate"],
  },
  "@outspec/runtime": {
    // Beside these, `router.ts` imports the factories of the providers it names: `factory` in `facts/providers.ts`.
    values: ["createRouter"],
    types: [
      "CallOptions",
      "Media",
      "OutputSpec",
      "OutputStream",
      "Prompt",
      "Result",
      "RoutedCallOptions",
      "Router",
      "Settings",
    ],
  },
};
