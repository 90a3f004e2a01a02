import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { literal } from "@despliega/trainer/engine/sql.js";
import type { TrainDependencies } from "@despliega/trainer/pipeline/train.js";

import { riesgo } from "../support/models.js";
import { SAMPLE, trainOn } from "./support/runs.js";

test("SQL of a release cannot read the copies of the inputs: they are deleted before it runs", async () => {
  const store = memoryBlobStore();
  await store.create(blobNames.input("riesgo", "loans.csv"), await readFile(SAMPLE));
  const copied: string[] = [];
  const left: string[] = [];
  const wrap = (dependencies: TrainDependencies): TrainDependencies => ({
    ...dependencies,
    openEngine: async (options) => {
      const engine = await openEngine(options);
      const directory = dirname(options.spillDirectory);
      const copy = join(directory, "inputs", "loans.csv");
      return {
        ...engine,
        async table(select: string, name?: string) {
          if (name === "loans" && copied.length === 0)
            copied.push(...(await readdir(dirname(copy))));
          if (select === riesgo.sql) {
            left.push(...(await readdir(directory)));
            await expect(engine.rows(`FROM read_csv(${literal(copy)})`)).rejects.toThrow(
              /No files found/,
            );
          }
          return engine.table(select, name);
        },
      };
    },
  });
  await trainOn(store, { input: undefined, wrap });
  expect(copied).toEqual(["loans.csv"]);
  expect(left).toContain("rejected.csv");
  expect(left).not.toContain("inputs");
});
