import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import { scoped } from "../engine/scoped.js";
import { policyOf, probabilityOf, withAnswer, type Costs } from "./class-answer.js";
import { classCurves } from "./class-curves.js";
import type { ClassEvaluation, MulticlassEvaluation } from "./evaluation.js";
import { countConfusion } from "./multiclass-confusion.js";
import { classMetrics, overallMetrics } from "./multiclass-metrics.js";
import { rankScores } from "./ranking.js";
import { rankingMetrics } from "./ranking-metrics.js";
import type { ScoredTable } from "./scored.js";

/** How a classification of three or more classes answers. */
export interface ClassForm {
  /** Names, in the order of the labels' codes. */
  readonly classes: readonly string[];
  /** Default: the class with the largest probability is the answer. */
  readonly costs?: Costs | undefined;
}

/**
 * Measures a classifier of three or more classes on scored observations, each class against all others. What is
 * measured class by class is the mean over the classes that have observations.
 *
 * @param observations how many there are
 * @param curves whether the curves of each class are drawn
 */
export const evaluateMulticlass = (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  { classes, costs }: ClassForm,
  { curves = true }: { readonly curves?: boolean } = {},
): Promise<MulticlassEvaluation> =>
  scoped(engine, async (own) => {
    const answered = await own.table<"observation" | "label" | "score" | "answer">(
      withAnswer(scored.name, classes.length, costs),
    );
    const confusion = await countConfusion(own, answered, classes.length);
    const byClass: ClassEvaluation[] = [];
    for (const [code, name] of classes.entries()) {
      const counted = confusion[code]!.reduce((sum, count) => sum + count, 0);
      const against =
        counted === 0
          ? { metrics: {} }
          : await againstOthers(own, answered, observations, { code, confusion, curves });
      byClass.push({ name, observations: counted, ...against });
    }
    const losses = await lossesOf(own, answered, observations, classes.length);
    return {
      observations,
      metrics: overallMetrics(byClass, confusion, losses),
      policy: policyOf(costs),
      confusion,
      classes: byClass,
    };
  });

interface OneClass {
  readonly code: number;
  readonly confusion: MulticlassEvaluation["confusion"];
  readonly curves: boolean;
}

const againstOthers = (
  engine: Engine,
  answered: ScoredTable,
  observations: number,
  { code, confusion, curves }: OneClass,
): Promise<Pick<ClassEvaluation, "metrics" | "curves">> =>
  scoped(engine, async (own) => {
    const scored: ScoredTable = await own.view<"observation" | "label" | "score">(`
      SELECT observation, CASE WHEN label = ${code} THEN 1 ELSE 0 END AS label, ${probabilityOf(code)} AS score
      FROM ${answered.name}`);
    const ranked = await rankScores(own, scored);
    const metrics = {
      ...(await rankingMetrics(own, ranked)),
      ...classMetrics(confusion, code),
    };
    if (!curves) return { metrics };
    return { metrics, curves: await classCurves(own, scored, ranked, observations) };
  });

/** Mean penalties of the probabilities. The Brier score is halved, so that two classes have the one that they always have. */
const lossesOf = async (
  engine: Engine,
  { name }: ScoredTable,
  observations: number,
  classes: number,
): Promise<{ readonly log_loss: number; readonly brier: number }> => {
  const codes = Array.from({ length: classes }, (_, code) => code);
  const given = `CASE label ${codes.map((code) => `WHEN ${code} THEN ${probabilityOf(code)}`).join(" ")} END`;
  const missed = codes.map((code) => {
    const distance = `(${probabilityOf(code)} - CASE WHEN label = ${code} THEN 1 ELSE 0 END)`;
    return `${distance} * ${distance}`;
  });
  const { loss, squares } = await engine.row<{ loss: number; squares: number }>(`
    SELECT ${exactSum(`-ln(greatest(${given}, 1e-15))`, 35 * observations)} AS loss,
           ${exactSum(missed.join(" + "), 2 * observations)} AS squares
    FROM ${name}`);
  return { log_loss: loss / observations, brier: squares / 2 / observations };
};
