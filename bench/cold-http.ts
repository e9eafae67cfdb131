/** The same request with nothing but node:http and JSON.parse: `node cold-http.js URL`. */
import { request } from "node:http";
import { endColdStart } from "./calls/end-cold-start.js";

const call = request(`${process.argv[2]}/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
});
call.on("response", async (response) => {
  let body = "";
  for await (const part of response) body += part;
  endColdStart(JSON.parse(JSON.parse(body).choices[0].message.content));
});
call.end(JSON.stringify({ model: "m", messages: [{ role: "user", content: "BP 162/98" }] }));
