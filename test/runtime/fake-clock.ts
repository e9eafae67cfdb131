/** The clock that users test with is the one that our own tests use. */
export { createTestClock as createFakeClock, type TestClock as FakeClock } from "@outspec/runtime/testing";
