import { drawStream } from "@despliega/trainer/estimators/draw.js";
import type { Coefficient } from "@despliega/trainer/estimators/coefficient.js";

import { coefficientsOf, LOAN_CASES, type LoanCase } from "./lib/loan-cases.js";
import { drawLoans, type Loans } from "./lib/loans.js";
import { plainLogistic, type PlainRows } from "./lib/plain-logistic.js";
import { spreadOf } from "./lib/spread.js";
import { withEngine } from "./lib/with-engine.js";
import type { Figure, Simulation } from "./simulation.js";

/** Standard errors are those of the bootstrap that draws whole entities, and fits each draw in plain loops. */
export const logisticBootstrap: Simulation = {
  name: "logistic-bootstrap",
  claim: "The standard error of a logistic coefficient is that of the bootstrap by entity.",
  rounds: { long: 2_000, short: 10 },
  run: (rounds, seed, tell) =>
    withEngine(async (engine) => {
      const figures: Figure[] = [];
      for (const each of LOAN_CASES.filter(({ intercepts }) => intercepts.length === 1)) {
        const loans = drawLoans(each, seed, 0);
        const coefficients = await coefficientsOf(engine, each, loans);
        figures.push(compared(each, coefficients, bootstrap(each, loans, rounds)));
        tell(each.of);
      }
      return figures;
    }),
};

const compared = (
  { of }: LoanCase,
  coefficients: readonly Coefficient[],
  draws: readonly (readonly number[])[],
): Figure => {
  const ratios = coefficients.map(
    ({ standardError }, i) => standardError / spreadOf(draws.map((beta) => beta[i + 1]!)),
  );
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const noise = 3 / Math.sqrt(2 * (draws.length - 1));
  return {
    what: `standard errors over those of the bootstrap, ${of}`,
    target: "0.8 to 1.2",
    found: `${least.toFixed(2)} to ${most.toFixed(2)}`,
    met: least * (1 + noise) >= 0.8 && most * (1 - noise) <= 1.2,
  };
};

/** The weights of as many draws of entities with replacement. */
const bootstrap = (
  { options, entities, perEntity }: LoanCase,
  { columns, labels }: Loans,
  draws: number,
): (readonly number[])[] => {
  const z = standardised(columns);
  const fitted = (times: Float64Array, start: readonly number[]) => {
    const rows: PlainRows = { z, labels, times };
    const balanced = options.classWeights === "balanced";
    return plainLogistic(rows, { ridge: options.ridge, balanced, start });
  };
  const whole = fitted(
    labels.map(() => 1),
    z[0]!.map(() => 0),
  );
  return Array.from({ length: draws }, (_, nth) => {
    const draw = drawStream(1, nth);
    const times = new Float64Array(labels.length);
    for (let taken = 0; taken < entities; taken++) {
      const first = draw(entities) * perEntity;
      for (let row = first; row < first + perEntity; row++) times[row] = times[row]! + 1;
    }
    return fitted(times, whole);
  });
};

const standardised = (columns: readonly Float64Array[]): number[][] => {
  const scaled = columns.map((column) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const deviation = Math.sqrt(
      column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length,
    );
    return column.map((x) => (x - mean) / deviation);
  });
  return Array.from(columns[0]!, (_, row) => [1, ...scaled.map((column) => column[row]!)]);
};
