import assert from "node:assert/strict";
import { createFetchTransport, defaultTransport } from "@outspec/runtime/transport/fetch";
import { it } from "vitest";
import { describeTransportContract, get, readText } from "./contract.ts";

describeTransportContract("fetch", defaultTransport);

it("asks the fetch function it was given", async () => {
  const asked: unknown[] = [];
  const transport = createFetchTransport(async (url) => {
    asked.push(url);
    return new Response("hello", { status: 201 });
  });
  const response = await transport(get("https://api.example.com/v1"));
  assert.equal(response.status, 201);
  assert.equal(await readText(response.body), "hello");
  assert.deepEqual(asked, ["https://api.example.com/v1"]);
});
