import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { expect, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { isRefused } from "../../runtime/src/partial/flaw.ts";
import { isSweep, readCorpus, sample } from "../corpus.ts";
import { config } from "../generator/emit-cases.ts";
import { evaluateInternal } from "../generator/emit-corpus.ts";

const corpus = readCorpus().filter(({ ajvError }) => ajvError === undefined);

it.skipIf(corpus.length === 0)(
  "valid instances of real schemas are never stopped early, in whatever dialect they were asked for",
  { timeout: 3_000_000 },
  async () => {
    const stopped: string[] = [];
    for (const { family, name, schema, valid } of isSweep ? corpus : sample(corpus, 60)) {
      const { files } = await compile(new Map([["schemas/spec.json", JSON.stringify(schema)]]), config);
      const file = files.find(({ path }) => path === "internal/spec.ts");
      if (file === undefined) continue;
      const { table, validate, codec } = evaluateInternal(file.text);
      for (const dialect of Object.values(codec.dialects)) {
        if ("unusable" in dialect) continue;
        for (const instance of valid) {
          const builder = createPartialBuilder({ table, checks: codec.checks, inverse: dialect.inverse });
          for (const character of JSON.stringify(instance)) {
            builder.push(character);
            if (builder.flaw === undefined) continue;
            if (builder.flaw.final && isRefused(validate, builder.draft(), builder.flaw)) {
              stopped.push(`${family}/${name}: ${JSON.stringify(builder.flaw)}`);
            }
            break;
          }
        }
      }
    }
    expect(stopped).toEqual([]);
  },
);
