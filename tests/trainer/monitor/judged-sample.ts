import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { JudgedTable } from "@despliega/trainer/monitor/performance/judged.js";

import { randomOf } from "../../tools/numbers/lib/random.js";

/** How judged answers are drawn. */
export interface JudgedSample {
  readonly answers: number;
  /** Answers about each key. Default 1 */
  readonly ofEach?: number;
  /** Default 2; 0 for a number. */
  readonly classes?: number;
  readonly seed?: number;
}

/**
 * Draws answers whose probabilities are right, or numbers that are right on average, in two weeks and two groups of which the
 * second is one of five.
 */
export const judgedSample = (
  engine: Engine,
  { answers, ofEach = 1, classes = 2, seed = 1 }: JudgedSample,
): Promise<JudgedTable> => {
  const { uniform, normal } = randomOf(seed, 0);
  const column = (value: (row: number) => number) =>
    Float64Array.from({ length: answers }, (_, row) => value(row));
  const odds = Array.from({ length: Math.max(1, classes) }, () => column(() => Math.exp(normal())));
  const all = column((row) => odds.reduce((sum, each) => sum + each[row]!, 0));
  const p = odds.map((each) => each.map((odd, row) => odd / all[row]!));
  const label = column((row) => {
    if (classes === 0) return odds[0]![row]! * Math.exp(0.3 * normal());
    let left = uniform();
    return p.findIndex((each) => (left -= each[row]!) < 0);
  });
  const score =
    { 0: odds[0]!, 2: p.at(-1)! }[classes] ??
    column((row) => Math.max(...p.map((each) => each[row]!)));
  return engine.tableOf({
    observation: column((row) => row),
    entity: column((row) => Math.floor(row / ofEach)),
    observed_at: column(() => 0),
    label,
    score,
    week: column((row) => (row < answers / 2 ? 0 : 1)),
    band: column(() => Number(uniform() < 0.2)),
    ...Object.fromEntries(p.map((each, code) => [`p${code}`, each])),
  });
};
