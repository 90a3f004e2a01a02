import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Coefficient } from "@despliega/trainer/estimators/coefficient.js";

import { coefficientsOf, LOAN_CASES, type LoanCase } from "./lib/loan-cases.js";
import { drawLoans, REAL } from "./lib/loans.js";
import { spreadOf } from "./lib/spread.js";
import { withEngine } from "./lib/with-engine.js";
import type { Figure, Simulation } from "./simulation.js";

/** Standard errors are how far coefficients are from sample to sample, also with weights and with loans that are alike. */
export const logisticErrors: Simulation = {
  name: "logistic-errors",
  claim:
    "The standard error of a logistic coefficient is its spread from sample to sample, also with weights and alike observations.",
  rounds: { long: 100, short: 2 },
  run: (rounds, seed, tell) =>
    withEngine(async (engine) => {
      const figures: Figure[] = [];
      for (const [nth, each] of LOAN_CASES.entries()) {
        figures.push(...(await tried(engine, each, rounds, seed + 1_000 * nth)));
        tell(each.of);
      }
      return figures;
    }),
};

const tried = async (
  engine: Engine,
  each: LoanCase,
  rounds: number,
  seed: number,
): Promise<Figure[]> => {
  const fits: (readonly Coefficient[])[] = [];
  for (let round = 0; round < rounds; round++)
    fits.push(await coefficientsOf(engine, each, drawLoans(each, seed, round)));
  return [againstSpread(each, fits), beyondTwo(each, fits)];
};

/** Standard errors on average over the deviation of the estimates from sample to sample. */
const againstSpread = ({ of }: LoanCase, fits: readonly (readonly Coefficient[])[]): Figure => {
  const ratios = fits[0]!.map((_, i) => {
    const errors = fits.map((fit) => fit[i]!.standardError);
    const spread = spreadOf(fits.map((fit) => fit[i]!.estimate));
    return errors.reduce((a, b) => a + b) / errors.length / spread;
  });
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  // The relative error of a deviation of so many samples, three times.
  const noise = 3 / Math.sqrt(2 * (fits.length - 1));
  return {
    what: `standard errors over the spread of the estimates, ${of}`,
    target: "0.8 to 1.2",
    found: `${least.toFixed(2)} to ${most.toFixed(2)}`,
    met: least * (1 + noise) >= 0.8 && most * (1 - noise) <= 1.2,
  };
};

/** How often a feature that moves nothing looks as if it did. */
const beyondTwo = ({ of }: LoanCase, fits: readonly (readonly Coefficient[])[]): Figure => {
  const nulls = fits.flatMap((fit) => fit.slice(REAL));
  const share =
    nulls.filter(({ estimate, standardError }) => Math.abs(estimate) > 2 * standardError).length /
    nulls.length;
  const noise = 2 * Math.sqrt((0.05 * 0.95) / nulls.length);
  return {
    what: `null features beyond two standard errors, ${of}`,
    target: "5 % ± 3",
    found: `${(100 * share).toFixed(1)} % of ${nulls.length.toLocaleString("en")}`,
    met: Math.abs(share - 0.05) <= 0.03 + noise,
  };
};
