/** What tests of applications, and of this package, are made with: `@outspec/runtime/testing`. */

export type { ExchangeEnd, SimulatedRequest } from "./testing/exchange.ts";
export type { Fault, FaultOptions, FaultScript, FaultTarget, ScriptedRequest, Violation } from "./testing/faults.ts";
export { createInstance, type InstanceOptions } from "./testing/instance/instance.ts";
export type { Json, JsonObject, Schema } from "./testing/instance/schema.ts";
export type { AskedInstance, WriteInstance } from "./testing/reply.ts";
export {
  createScriptedTransport,
  type RecordedRequest,
  type ScriptedResponse,
  type ScriptedTransport,
} from "./testing/scripted-transport.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./testing/simulator.ts";
export type { SimulatedProvider } from "./testing/wire/protocol.ts";
