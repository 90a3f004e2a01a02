import { promotionChecks } from "@despliega/trainer/release/promotion-checks.js";

import { randomOf } from "./lib/random.js";
import { shareText } from "./lib/share.js";
import { differencesOfPair, drawnPair, type Rows } from "./lib/two-classifiers.js";
import type { Figure, Simulation } from "./simulation.js";

/** The promotion check against the champion holds back what is worse, and not what chance makes look so. */
export const championComparison: Simulation = {
  name: "champion-comparison",
  claim: "An equally good candidate is promoted, and one that lost 0.03 ROC-AUC is held back.",
  rounds: { long: 1_000, short: 4 },
  run: async (rounds, seed, tell) =>
    SETTINGS.map(({ what, rows, most, least }): Figure => {
      const verdicts = { passes: 0, fails: 0, "cannot tell": 0 };
      for (let round = 0; round < rounds; round++) verdicts[verdictOf(rows, seed, round)]++;
      const { fails } = verdicts;
      const found = `${shareText(fails, rounds)} (${verdicts["cannot tell"]} cannot tell)`;
      tell(`${what}: ${found} held back`);
      return {
        what: `${what} that are held back`,
        target: most === undefined ? `at least ${100 * least!} %` : `at most ${100 * most} %`,
        found,
        met: most === undefined ? fails >= least! * rounds : fails <= most * rounds,
      };
    }),
};

interface Setting {
  readonly what: string;
  readonly rows: Rows;
  readonly most?: number;
  readonly least?: number;
}

const ALONE = { entities: 5_000, rowsOfEach: 1 };
const TOGETHER = { entities: 1_000, rowsOfEach: 5 };
const correlation = 0.8;

const SETTINGS: readonly Setting[] = [
  {
    what: "equal candidates on 5,000 rows, a quarter positive,",
    rows: { ...ALONE, areas: [0.75, 0.75], correlation },
    most: 0.05,
  },
  {
    what: "equal candidates on 5 rows of each of 80 entities",
    rows: { ...TOGETHER, entities: 80, areas: [0.75, 0.75], correlation },
    most: 0.05,
  },
  {
    what: "candidates that lost 0.03 ROC-AUC, on 5,000 rows,",
    rows: { ...ALONE, areas: [0.72, 0.75], correlation },
    least: 0.9,
  },
  {
    what: "candidates that lost 0.03 ROC-AUC, on 5 rows of each of 1,000 entities,",
    rows: { ...TOGETHER, areas: [0.72, 0.75], correlation },
    least: 0.9,
  },
];

const CHECK = { metric: "roc_auc", floor: 0, tolerance: 0.01 };

const verdictOf = (rows: Rows, seed: number, round: number) => {
  const pair = drawnPair(rows, randomOf(seed, round));
  const [candidate, champion] = pair.map(({ metrics }) => metrics);
  const [, gate] = promotionChecks(
    { gates: [CHECK] },
    candidate!,
    {},
    {
      ...{ candidate: candidate!, champion: champion! },
      differences: differencesOfPair(pair),
    },
  );
  return gate!.verdict!;
};
