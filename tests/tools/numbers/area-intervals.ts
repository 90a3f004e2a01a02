import { placementsOf } from "@despliega/trainer/learn/certainty/placements.js";
import { areaIntervals as intervalsOf } from "@despliega/trainer/learn/certainty/area-intervals.js";

import { randomOf } from "./lib/random.js";
import { isNear, shareText } from "./lib/share.js";
import { drawnPair } from "./lib/two-classifiers.js";
import type { Figure, Simulation } from "./simulation.js";

/** The interval of a ROC-AUC holds the truth as often as it says, with few positives too. */
export const areaIntervals: Simulation = {
  name: "area-intervals",
  claim: "In 95 of 100 samples the interval of a ROC-AUC holds the true one.",
  rounds: { long: 1_000, short: 30 },
  run: async (rounds, seed) =>
    SETTINGS.map(({ what, area, ...rows }): Figure => {
      let held = 0;
      for (let round = 0; round < rounds; round++) {
        const random = randomOf(seed, 3_000_000 + round);
        const [one] = drawnPair({ ...rows, areas: [area, area], correlation: 0.8 }, random);
        const { rows: scored } = one;
        const placements = placementsOf(scored.labels, scored.scores[0]!);
        const [low, high] = intervalsOf(scored, placements).roc_auc ?? [NaN, NaN];
        if (low <= area && area <= high) held++;
      }
      return {
        what: `intervals of a ROC-AUC of ${area}, ${what}, that hold it`,
        target: "95 % ± 2",
        found: shareText(held, rounds),
        met: isNear(held, rounds, { expected: 0.95, within: 0.02 }),
      };
    }),
};

const SETTINGS = [
  { what: "on 120 rows, about 30 positive", entities: 120, rowsOfEach: 1, area: 0.9 },
  { what: "on 1,000 rows", entities: 1_000, rowsOfEach: 1, area: 0.75 },
  { what: "on 5 rows of each of 300 entities", entities: 300, rowsOfEach: 5, area: 0.75 },
] as const;
