/** What tests of applications, and of this package, are made with: `@outspec/runtime/testing`. */

export { type Cassette, type CassetteMode, type CassetteOptions, createCassette } from "./testing/cassette/cassette.ts";
export type { ExchangeEnd, SimulatedRequest } from "./testing/exchange.ts";
export type { Fault, FaultOptions, FaultScript, FaultTarget, ScriptedRequest, Violation } from "./testing/faults.ts";
export { type FixtureOptions, fixture } from "./testing/fixtures/fixture.ts";
export type { Overrides } from "./testing/fixtures/overrides.ts";
export { type PartialOf, type PartialsOptions, partialsOf } from "./testing/fixtures/partials-of.ts";
export { createInstance, type InstanceOptions } from "./testing/instance/instance.ts";
export type { Json, JsonObject, Schema } from "./testing/instance/schema.ts";
export {
  type InvalidNeighbour,
  type InvalidNeighbours,
  invalidNeighbours,
  type NeighbourOptions,
} from "./testing/neighbours/invalid-neighbours.ts";
export type { AskedInstance, WriteInstance } from "./testing/reply.ts";
export type {
  Script,
  ScriptedAnswer,
  ScriptedAnswerEnd,
  ScriptedAnswerOptions,
  ScriptedCall,
  ScriptedFailure,
} from "./testing/scripted/script.ts";
export {
  createScriptedRouter,
  type ScriptedRouter,
  type ScriptedRouterOptions,
} from "./testing/scripted/scripted-router.ts";
export {
  createScriptedTransport,
  type RecordedRequest,
  type ScriptedResponse,
  type ScriptedTransport,
} from "./testing/scripted-transport.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./testing/simulator.ts";
export { createTestClock, type TestClock, type TestClockOptions } from "./testing/test-clock.ts";
export type { SimulatedProvider } from "./testing/wire/protocol.ts";
export { UnansweredRequestError } from "./transport/transport.ts";
