import { differencesOf, type Answered } from "@despliega/trainer/learn/certainty/differences.js";
import { measureOf } from "@despliega/trainer/learn/certainty/measure-of.js";
import type { ScoredRows } from "@despliega/trainer/learn/certainty/scored-rows.js";

import { meanOver, quantileOf, shareBelow } from "./normal.js";
import type { Random } from "./random.js";

/** Test rows of two classifiers with probabilities that are right, and what is true of them. */
export interface Rows {
  readonly entities: number;
  readonly rowsOfEach: number;
  /** ROC-AUC of candidate and champion, over all that could be observed. */
  readonly areas: readonly [candidate: number, champion: number];
  /** Correlation of their scores within a class. */
  readonly correlation: number;
}

/** The share of positives. Of half the entities it is smaller, of the others larger. */
const POSITIVE = 0.25;
const UNLIKE = 0.15;

/** Half of what scores vary by belongs to the entity, so that its rows are alike. */
const OF_ENTITY = Math.sqrt(0.5);

const THRESHOLD = { value: 0.3, policy: "" };
const FORM = { task: "classification", threshold: THRESHOLD } as const;
const LOG_ODDS = Math.log(POSITIVE / (1 - POSITIVE));

/** How far apart the scores of the two classes are, in deviations, for a ROC-AUC. */
const distanceOf = (area: number): number => Math.SQRT2 * quantileOf(area);

const probabilityOf = (score: number, distance: number): number =>
  1 / (1 + Math.exp(-(distance * score - distance ** 2 / 2 + LOG_ODDS)));

/** Draws rows, and measures candidate and champion on them. */
export const drawnPair = (
  { entities: count, rowsOfEach, areas, correlation }: Rows,
  { uniform, normal }: Random,
): readonly [candidate: Answered, champion: Answered] => {
  const size = count * rowsOfEach;
  const labels = new Float64Array(size);
  const entities = new Uint32Array(size);
  const scores = areas.map(() => new Float64Array(size));
  const distances = areas.map(distanceOf);
  const pair = (): number[] => {
    const common = normal() * Math.sqrt(correlation);
    return areas.map(() => common + normal() * Math.sqrt(1 - correlation));
  };
  for (let entity = 0, row = 0; entity < count; entity++) {
    const share = POSITIVE + (rowsOfEach > 1 ? UNLIKE * (entity % 2 === 0 ? 1 : -1) : 0);
    const theirs = pair();
    for (let nth = 0; nth < rowsOfEach; nth++, row++) {
      entities[row] = entity;
      labels[row] = Number(uniform() < share);
      const own = rowsOfEach > 1 ? pair() : theirs;
      distances.forEach((distance, model) => {
        const noise = OF_ENTITY * (theirs[model]! + own[model]!);
        const score = labels[row]! * distance + (rowsOfEach > 1 ? noise : theirs[model]!);
        scores[model]![row] = probabilityOf(score, distance);
      });
    }
  }
  const once = new Uint32Array(count).fill(1);
  const [candidate, champion] = scores.map((each): Answered => {
    const rows: ScoredRows = { labels, scores: [each], entities, count };
    return { form: FORM, rows, metrics: measureOf(rows, FORM)(once) };
  });
  return [candidate!, champion!];
};

/** The metrics of a classifier over all that could be observed. */
export const truthOf = (area: number): Readonly<Record<"roc_auc" | "f1" | "log_loss", number>> => {
  const distance = distanceOf(area);
  const { value } = THRESHOLD;
  const from = (Math.log(value / (1 - value)) - LOG_ODDS + distance ** 2 / 2) / distance;
  const hits = POSITIVE * (1 - shareBelow(from - distance));
  const alarms = (1 - POSITIVE) * (1 - shareBelow(from));
  const lossOf = (label: number) =>
    meanOver((score) => {
      const probability = probabilityOf(score, distance);
      return -Math.log(label === 1 ? probability : 1 - probability);
    }, label * distance);
  return {
    roc_auc: area,
    f1: (2 * hits) / (hits + alarms + POSITIVE),
    log_loss: POSITIVE * lossOf(1) + (1 - POSITIVE) * lossOf(0),
  };
};

/** The intervals of the differences of a pair. */
export const differencesOfPair = ([candidate, champion]: ReturnType<typeof drawnPair>) =>
  differencesOf(candidate, champion, candidate.rows.labels.length);
