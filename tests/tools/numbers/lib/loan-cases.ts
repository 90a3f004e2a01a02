import type { Engine } from "@despliega/trainer/engine/engine.js";
import { scoped } from "@despliega/trainer/engine/scoped.js";
import type { Coefficient } from "@despliega/trainer/estimators/coefficient.js";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { fitSoftmax } from "@despliega/trainer/estimators/logistic/softmax.js";

import { tableOfLoans, type Loans, type LoansOptions } from "./loans.js";

/** Samples of one kind, and how they are fitted. */
export interface LoanCase extends LoansOptions {
  /** In words. */
  readonly of: string;
  readonly options: LogisticOptions;
}

const BALANCED: LogisticOptions = { kind: "logistic", ridge: 1, classWeights: "balanced" };
const PLAIN: LogisticOptions = { ...BALANCED, classWeights: "none" };

/** What standard errors are tried on. */
export const LOAN_CASES: readonly LoanCase[] = [
  {
    of: "balanced classes, 10,000 loans, 1.5 % of them bad",
    ...{ entities: 10_000, perEntity: 1, intercepts: [-4.84], options: BALANCED },
  },
  {
    of: "balanced classes, 2,500 users of 4 loans",
    ...{ entities: 2_500, perEntity: 4, intercepts: [-4.5], options: BALANCED },
  },
  {
    of: "no weights, 2,500 users of 4 loans",
    ...{ entities: 2_500, perEntity: 4, intercepts: [-3], options: PLAIN },
  },
  {
    of: "three balanced classes, 6,000 loans",
    ...{ entities: 6_000, perEntity: 1, intercepts: [-4, -2], options: BALANCED },
  },
];

/** The coefficients of a sample, those of the last class where there are several. */
export const coefficientsOf = (
  engine: Engine,
  { options, intercepts }: LoanCase,
  loans: Loans,
): Promise<readonly Coefficient[]> =>
  scoped(engine, async (own) => {
    const table = await tableOfLoans(own, loans, intercepts.length + 1);
    const [zeros, positives] = table.counts as [number, number];
    if (intercepts.length > 1) return (await fitSoftmax(own, table, options)).coefficients.at(-1)!;
    const data = { ...table, rows: zeros + positives, positives };
    return (await fitLogistic(own, data, options)).coefficients;
  });
