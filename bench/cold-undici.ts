/** The same request with the whole undici package: `node cold-undici.js URL`. */
import { request } from "undici";
import { endColdStart } from "./calls/end-cold-start.js";

const { body } = await request(`${process.argv[2]}/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "BP 162/98" }] }),
});
const answer = (await body.json()) as {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
};
endColdStart(JSON.parse(answer.choices[0]?.message.content ?? ""));
