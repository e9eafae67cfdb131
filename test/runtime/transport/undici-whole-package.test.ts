import { defaultTransport } from "@outspec/runtime/transport/undici";
import { vi } from "vitest";
import { describeTransportContract } from "./contract.ts";

// What a release of undici would do that moves its files.
vi.mock("undici/lib/dispatcher/agent.js", () => {
  throw new Error("no such file");
});

describeTransportContract("undici as a whole package", defaultTransport);
