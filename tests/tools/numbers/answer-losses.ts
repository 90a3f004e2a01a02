import { figuresOfRows } from "@despliega/trainer/monitor/performance/figures-of-rows.js";
import { lossOf } from "@despliega/trainer/monitor/performance/loss.js";
import { soughtOf } from "@despliega/trainer/monitor/performance/sought.js";
import type { Loss } from "@despliega/storage";

import { quantileOf } from "./lib/normal.js";
import { randomOf, type Random } from "./lib/random.js";
import { shareText } from "./lib/share.js";
import type { Figure, Simulation } from "./simulation.js";

/** A loss of performance is found where there are enough answers, and none is found where there is none. */
export const answerLosses: Simulation = {
  name: "answer-losses",
  claim: "A verdict finds a loss of 0.03 ROC-AUC, and takes no chance for one.",
  rounds: { long: 1_000, short: 30 },
  run: async (rounds, seed, tell) => {
    const figures: Figure[] = [];
    for (const setting of SETTINGS) {
      const verdicts = { passes: 0, lost: 0, "cannot tell": 0, "not enough": 0 };
      // Many answers take long: fewer windows tell as much of them.
      const windows = Math.ceil((rounds * 5_000) / Math.max(5_000, setting.answers));
      if (windows < LEAST) continue;
      for (let round = 0; round < windows; round++)
        verdicts[await verdictOf(setting, randomOf(seed, 6_000_000 + round))]++;
      const { lost, "not enough": few } = verdicts;
      const beside = few > 0 ? ` (${few} not enough)` : "";
      tell(`${setting.what}: ${lost} of ${windows} lost, ${few} not enough`);
      const { least = 0.05 } = setting;
      const chance = rounds < 1_000 ? 3 * Math.sqrt(least * (1 - least) * windows) : 0;
      figures.push({
        what: `${setting.what} that are said to have lost performance`,
        target: setting.least === undefined ? "at most 5 %" : `at least ${100 * least} %`,
        found: `${shareText(lost, windows)}${beside}`,
        met:
          setting.least === undefined
            ? lost <= least * windows + chance
            : lost >= least * windows - chance,
      });
    }
    return figures;
  },
};

/** Fewer windows say nothing; the short form leaves their setting out. */
const LEAST = 10;

interface Setting {
  readonly what: string;
  readonly area: number;
  readonly positives: number;
  readonly answers: number;
  /** The standard error of the reference. */
  readonly reference: number;
  readonly least?: number;
}

const BEFORE = 0.75;
const QUARTER = { positives: 0.25, answers: 5_000, reference: 0.002 };
/** Of one bad loan in 66, as in riesgo, the variance of one answer is that of 66 such loans. */
const RARE = { positives: 0.015, answers: 60_000, reference: 0.002 };

const SETTINGS: readonly Setting[] = [
  { what: "windows of 5,000 answers, a quarter positive, without a loss,", ...QUARTER, area: 0.75 },
  { what: "windows of 5,000 answers that lost 0.03,", ...QUARTER, area: 0.72, least: 0.9 },
  { what: "windows of 60,000 answers, 1.5 % positive, without a loss,", ...RARE, area: 0.75 },
  {
    what: "windows of 60,000 answers, 1.5 % positive, that lost 0.03,",
    ...RARE,
    area: 0.72,
    least: 0.9,
  },
];

const FORM = { task: "classification" } as const;

const verdictOf = async (
  { area, positives, answers, reference }: Setting,
  random: Random,
): Promise<Loss["verdict"]> => {
  const rows = drawn(area, positives, answers, random);
  const { figures } = await figuresOfRows(rows, FORM);
  const before = { value: BEFORE + reference * random.normal(), deviation: reference };
  return lossOf({
    ...soughtOf(FORM),
    reference: { figure: before, answers: 1 },
    now: { figure: figures["roc_auc"]!, answers },
  }).verdict;
};

/** Answers with a ROC-AUC, whose scores within a class are normally distributed. */
const drawn = (area: number, positives: number, answers: number, { uniform, normal }: Random) => {
  const distance = Math.SQRT2 * quantileOf(area);
  const labels = Float64Array.from({ length: answers }, () => Number(uniform() < positives));
  const scores = labels.map((label) => 1 / (1 + Math.exp(-(normal() + label * distance))));
  return {
    labels,
    scores: [scores],
    entities: Uint32Array.from(labels, (_, row) => row),
    count: answers,
  };
};
