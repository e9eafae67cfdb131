import { request } from "undici";
import type { Contender } from "../contender.js";

async function generate(url: string): Promise<unknown> {
  const { statusCode, body } = await request(`${url}/patient-summary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ notes: "BP 162/98" }),
  });
  if (statusCode !== 200) throw new Error(`expected 200, got ${statusCode}: ${(await body.text()).slice(0, 200)}`);
  return await body.json();
}

/** A service that leaves the call to a sidecar and trusts what it gives back. */
export function createContender(): Contender {
  return {
    connect: (url) => ({
      generate: () => generate(url),
      stream: () => Promise.reject(new Error("the sidecar streams nothing")),
    }),
    failover: {},
  };
}
