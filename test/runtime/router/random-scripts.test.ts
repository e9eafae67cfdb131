import assert from "node:assert/strict";
import { OutspecError, type Router } from "@outspec/runtime";
import { createScriptedRouter, createTestClock, fixture, type ScriptedFailure } from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
