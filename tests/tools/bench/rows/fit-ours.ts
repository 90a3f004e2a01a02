import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import { describeFeatures, fitLogistic, openEngine } from "@despliega/trainer";

import { observationsSql, type Matrix } from "../lib/matrix.js";
import { named } from "../../../support/relations.js";

/** One fit, on standardised features. */
export interface Fit {
  /** Wall seconds of the fit alone. */
  readonly seconds: number;
  /** One per feature, in units of its standard deviation. */
  readonly coefficients: readonly number[];
}

/**
 * Loads the matrix into the trainer's engine and times its fit.
 *
 * @param ridge weight of half the squared coefficients, the intercept's excepted
 * @returns one entry per run
 */
export const fitOurs = async (matrix: Matrix, ridge: number, runs: number): Promise<Fit[]> => {
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory: `${matrix.file}.spill` });
  try {
    await engine.run(observationsSql(matrix));
    await engine.run(
      "CREATE VIEW training AS SELECT *, y::INTEGER AS label, rowid AS observation, rowid AS entity FROM observations",
    );
    const training: ObservationTable = named("training");
    const features = matrix.features.map((description, i) => ({
      name: `x${i + 1}`,
      type: "number" as const,
      description,
    }));
    const statistics = await describeFeatures(engine, training, features);
    const { positives } = await engine.row<{ positives: number }>(
      "SELECT sum(label)::BIGINT AS positives FROM training",
    );
    const data = { observations: training, rows: matrix.rows, positives, statistics };
    const fits: Fit[] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const { coefficients } = await fitLogistic(engine, data, {
        kind: "logistic",
        ridge,
        classWeights: "none",
      });
      const seconds = (performance.now() - start) / 1_000;
      fits.push({ seconds, coefficients: coefficients.map(({ estimate }) => estimate) });
    }
    return fits;
  } finally {
    await engine.close();
  }
};
