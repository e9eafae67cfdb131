/** The same request with nothing but node:http and JSON.parse: `node cold-http.js PORT`. */
import { request } from "node:http";

const call = request(`http://127.0.0.1:${process.argv[2]}/small/v1/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
});
call.on("response", async (response) => {
  let body = "";
  for await (const part of response) body += part;
  if (JSON.parse(JSON.parse(body).choices[0].message.content).vitals_status !== "Warning")
    throw new Error("wrong answer");
  process.exit(0);
});
call.end(JSON.stringify({ model: "m", messages: [{ role: "user", content: "BP 162/98" }] }));
