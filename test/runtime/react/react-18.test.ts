// @vitest-environment happy-dom
import { vi } from "vitest";
import { describeReactHook } from "./hook-contract.ts";
import { describeReactRendering } from "./rendering-contract.ts";

// The hook and the contract get the React that is installed beside this one; its renderer finds it by itself.
vi.mock("react", () => vi.importActual("../../react-18/node_modules/react/index.js"));
vi.mock("react-dom/client", () => vi.importActual("../../react-18/node_modules/react-dom/client.js"));
vi.mock("react-dom/server", () => vi.importActual("../../react-18/node_modules/react-dom/server.node.js"));

describeReactHook("18");
describeReactRendering("18");
