// @vitest-environment happy-dom
import { describeReactHook } from "./hook-contract.ts";
import { describeReactRendering } from "./rendering-contract.ts";

describeReactHook("19");
describeReactRendering("19");
