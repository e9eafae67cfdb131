import { createRouter, openai, type Router } from "@outspec/runtime";
import { generatePatientSummary, streamCommentThread, streamPatientSummary } from "../../../generated/index.js";
import type { Client, Contender, Show } from "../contender.js";

const notes = "BP 162/98";

function modelAt(url: string) {
  return openai("gpt-5.4-mini", { api: "chat", baseUrl: url, apiKey: "k" });
}

async function generate(router: Router): Promise<unknown> {
  const { output } = await generatePatientSummary({ notes }, { router });
  return output;
}

async function streamSummary(router: Router, show: Show): Promise<unknown> {
  const stream = streamPatientSummary({ notes }, { router });
  for await (const partial of stream) show(partial);
  return (await stream.result).output;
}

async function streamThread(router: Router, show: Show): Promise<unknown> {
  const stream = streamCommentThread({ page: notes }, { router });
  for await (const partial of stream) show(partial);
  return (await stream.result).output;
}

/** Outspec, as generated functions are called. */
export function createContender(): Contender {
  return {
    connect(url, subject): Client {
      const router = createRouter({ primary: modelAt(url) });
      const stream = subject === "summary" ? streamSummary : streamThread;
      return { generate: () => generate(router), stream: (show) => stream(router, show) };
    },
    failover: {
      // A router that remembers would soon leave the primary out: this is the cost of the failover itself.
      "a router for each call": (primary, fallback) => () =>
        generate(createRouter({ primary: modelAt(primary), fallbacks: [modelAt(fallback)] })),
      "one router, breaker and all": (primary, fallback) => {
        const router = createRouter({ primary: modelAt(primary), fallbacks: [modelAt(fallback)] });
        return () => generate(router);
      },
    },
  };
}
