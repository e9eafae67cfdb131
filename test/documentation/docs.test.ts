import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { providersPage } from "../../runtime/scripts/provider-tables.ts";
import { dialectNames } from "../../runtime/src/facts/dialects.ts";
import { providerRows } from "../../runtime/src/facts/providers.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const read = (name: string) => readFileSync(join(docs, name), "utf8");
const source = (path: string) => readFileSync(join(docs, "..", "runtime", "src", path), "utf8");

/** The members of an interface, as its source has them. */
function membersOf(path: string, name: string): readonly string[] {
  const [, body = ""] = new RegExp(`export interface ${name}(?:<\\w+>)? \\{(.*?)^\\}`, "ms").exec(source(path)) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member = ""]) => member);
}

/** The texts of a type that is a union of them, as its source has them. */
function textsOf(path: string, name: string): readonly string[] {
  const [, body = ""] = new RegExp(`export type ${name} =(.*?);`, "s").exec(source(path)) ?? [];
  return [...body.matchAll(/"([a-z-]+)"/g)].map(([, text = ""]) => text);
}

describe("docs/specs.md", () => {
  it("names every key of a spec", () => {
    const format = JSON.parse(readFileSync(join(docs, "../generator/schema/outspec-spec.schema.json"), "utf8")) as {
      readonly definitions: { readonly envelope: { readonly properties: object } };
    };
    for (const key of Object.keys(format.definitions.envelope.properties).filter((name) => name !== "$schema")) {
      expect(read("specs.md")).toContain(`\`${key}\``);
    }
  });
});

describe("docs/providers.md", () => {
  it("has the tables that the rows say", () => {
    expect(providersPage(read("providers.md"))).toBe(read("providers.md"));
  });

  it("has as many providers as the README and the changelog say", () => {
    const count = providerRows.filter(({ retired }) => retired === undefined).length;
    expect(read("../README.md")).toContain(`between ${count} providers`);
    expect(read("../README.md")).toContain(`all ${count} providers`);
    expect(read("../CHANGELOG.md")).toContain(`calls ${count} providers`);
  });

  it("names every provider with its function, its variables and its places", () => {
    for (const { env, factory, id, retired, places } of providerRows) {
      if (retired !== undefined) continue;
      const names = [...env.key, ...(env.token ?? []), ...Object.values(places ?? {}).flatMap((place) => place.env)];
      for (const name of [`${factory}(…)`, `${id}/`, ...names]) expect(read("providers.md")).toContain(name);
    }
  });
});

describe("docs/observability.md", () => {
  it("names every channel", () => {
    for (const name of Object.values(runtime.channelNames)) expect(read("observability.md")).toContain(`\`${name}\``);
  });
});

describe("docs/routing.md and docs/streaming.md", () => {
  it("name every option of a router and every event of a stream", () => {
    const options = membersOf("router/router.ts", "RouterOptions");
    const events = [...source("stream-events.ts").matchAll(/type: "([a-z-]+)"/g)].map(([, name]) => name ?? "");
    expect([options.length, events.length]).toEqual([15, 7]);
    const forTests = ["clock", "transport", "primary", "fallbacks"];
    for (const name of options.filter((option) => !forTests.includes(option))) {
      expect(read("routing.md"), name).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const name of events) expect(read("streaming.md")).toContain(`\`${name}\``);
    const named = textsOf("result.ts", "Repair");
    expect(named).toHaveLength(10);
    for (const name of named) expect(read("streaming.md")).toContain(`\`${name}\``);
  });
});

describe("docs/dialects.md", () => {
  it("names every dialect", () => {
    for (const name of dialectNames) expect(read("dialects.md")).toContain(`\`${name}\``);
  });
});

describe("docs/calling.md", () => {
  it("names every option of a call and every member of a result", () => {
    const options = membersOf("call.ts", "CallOptions");
    const members = membersOf("result.ts", "Result");
    expect([options.length > 12, members.length]).toEqual([true, 7]);
    for (const name of [...options, ...members, ...membersOf("options.ts", "Settings")]) {
      expect(read("calling.md")).toContain(`\`${name}\``);
    }
  });

  it("handles every kind of an outcome", () => {
    const kinds = [...source("outcome.ts").matchAll(/readonly kind: "(\w+)"/g)].map(([, kind = ""]) => kind);
    expect(kinds).toContain("unavailable");
    for (const kind of new Set(kinds)) expect(read("calling.md")).toContain(`case "${kind}":`);
  });
});

describe("docs/errors.md", () => {
  const page = read("errors.md");
  const provider = textsOf("attempt.ts", "ProviderErrorCode");
  const codes = [...provider, ...textsOf("attempt.ts", "OutspecErrorCode")];

  it("says of every code what happened and what to do", () => {
    expect(codes.length).toBeGreaterThan(20);
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| .+? \| (.+) \|$/gm)];
    expect(rows.map(([, code]) => code).toSorted()).toEqual(codes.toSorted());
    for (const [row, , advice = ""] of rows) expect(advice, row).toMatch(/^[A-Z`].+\.$/);
  });

  it("says of every class its codes and what it carries", () => {
    const classes = Object.entries(runtime).filter(
      ([, value]) => typeof value === "function" && value.prototype instanceof runtime.OutspecError,
    );
    const rows = [...page.matchAll(/^\| `(\w+Error)` \| (.*?) \| (.*?) ?\|$/gm)];
    expect(rows.map(([, name]) => name).toSorted()).toEqual(classes.map(([name]) => name).toSorted());
    const named = rows.flatMap(([, , cell = ""]) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, code = ""]) => code));
    expect([...provider, ...named].toSorted()).toEqual(codes.toSorted());
    expect(page).toContain("the first twelve below");
    expect(provider).toHaveLength(12);
    const [, first = ""] = page.split("| Code | What happened");
    const order = [...first.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code);
    expect(order.slice(0, 12).toSorted()).toEqual(provider.toSorted());
    for (const name of ["status", "requestId", "retryAfterMs", "parameter", "shouldRetry"]) {
      expect(membersOf("errors.ts", "ProviderErrorDetails")).toContain(name);
      expect(page).toContain(`\`${name}\``);
    }
  });
});

describe("the pages about moving", () => {
  /** The ratio of a contender to the floor in a table of docs/performance.md. */
  function ratioOf(heading: string, contender: string): number {
    const [, table = ""] = read("performance.md").split(`## ${heading}`);
    const [, cells = ""] = new RegExp(`^\\| ${contender} \\|(.*)\\|$`, "m").exec(table) ?? [];
    return Number(cells.split("|").at(-3));
  }

  it("claim of speed only what was measured", () => {
    const peers = ["AI SDK", "LangChain", "BAML"];
    for (const heading of ["Small generate, one at a time", "Small stream, 25 deltas", "Time to the first partial"]) {
      for (const peer of peers) expect(ratioOf(heading, peer), heading).toBeGreaterThan(ratioOf(heading, "Outspec"));
    }
    // What from-baml.md says is lost.
    for (const heading of ["Cold start, spawn to first answer", "Heap for each open stream"]) {
      expect(ratioOf(heading, "BAML"), heading).toBeLessThan(ratioOf(heading, "Outspec"));
    }
  });
});
