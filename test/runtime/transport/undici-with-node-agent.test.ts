import assert from "node:assert/strict";
import { defaultTransport } from "@outspec/runtime/transport/undici";
import { describeTransportContract } from "./contract.ts";

// Any use of fetch makes Node install the agent of the undici inside it, which is another version than ours.
await (await fetch("data:,")).text();
assert.ok(Symbol.for("undici.globalDispatcher.1") in globalThis);

describeTransportContract("undici over Node's own agent", defaultTransport);
