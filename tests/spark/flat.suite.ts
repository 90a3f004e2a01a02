import { stat } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { ObservationColumn } from "@despliega/trainer/estimators/observation-table.js";
import { servedKeys } from "@despliega/trainer/model/entity-columns.js";
import { writeServing } from "@despliega/trainer/release/serving-tables.js";
import { expect, test } from "@jest/globals";

import { livingMemory } from "../support/living-memory.js";
import { riesgo } from "../support/models.js";
import { temporaryDirectory } from "../support/temporary.js";

const [FEW, MANY] = [50_000, 600_000];

/** A run of a minute on a cluster. */
const PATIENCE_MS = 600_000;

/** What every engine gives out without holding it. */
export const describeFlat = (now: () => Engine): void => {
  test(
    "online features are written with as much memory for many rows as for few",
    async () => {
      const engine = now();
      const { cast } = engine.dialect;
      const written = async (rows: number) => {
        const directory = await temporaryDirectory();
        const serving = await engine.table<ObservationColumn>(`
          SELECT ${cast("id", "bigint")} AS entity, ${cast("id % 50", "bigint")} AS nb_previous_loans,
                 ${cast("id", "double")} / 7 AS avg_amount_loans_previous, ${cast("id % 60", "bigint")} AS age,
                 ${cast("id % 30", "bigint")} AS years_on_the_job, ${cast("id % 2", "integer")} AS flag_own_car
          FROM range(0, ${rows}) AS t(id)`);
        const served = { features: riesgo.features, keys: servedKeys(riesgo), serving, rows };
        const memory = await livingMemory((look) => {
          async function* stream(sql: string) {
            for await (const batch of engine.stream(sql)) {
              look();
              yield batch;
            }
          }
          return writeServing({ ...engine, stream }, served, directory);
        });
        await engine.drop(serving);
        const sizes = ["features.csv", "features.arrow"].map(
          async (name) => (await stat(join(directory, name))).size,
        );
        return { memory, sizes: await Promise.all(sizes) };
      };
      // What is loaded once counts for neither.
      await written(FEW);
      const [few, many] = [await written(FEW), await written(MANY)];
      const least = Math.min(...many.sizes.map((size, i) => size - few.sizes[i]!));
      expect(least).toBeGreaterThan(15e6);
      expect(many.memory - few.memory).toBeLessThan(least / 2);
    },
    PATIENCE_MS,
  );
};
