/** The same request with the whole undici package: `node cold-undici.js PORT`. */
import { request } from "undici";

const { body } = await request(`http://127.0.0.1:${process.argv[2]}/small/v1/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "BP 162/98" }] }),
});
const answer = (await body.json()) as {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
};
if (JSON.parse(answer.choices[0]?.message.content ?? "").vitals_status !== "Warning") throw new Error("wrong answer");
process.exit(0);
