// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

import { anthropic, createRouter, ollama, openai } from "@outspec/runtime";
import type { Router } from "@outspec/runtime";

/** The router every generated function uses unless a call brings its own. */
export const router: Router = /* @__PURE__ */ createRouter({
  primary: /* @__PURE__ */ openai("gpt-5.4-mini"),
  fallbacks: [/* @__PURE__ */ anthropic("claude-haiku-5-5"), /* @__PURE__ */ ollama("llama3.2")],
});
