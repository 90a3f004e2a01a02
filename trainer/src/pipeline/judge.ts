import type { Sides, Split } from "../dataset/split.js";
import type { Engine } from "../engine/engine.js";
import { CALIBRATION } from "../evaluate/recalibration.js";
import { assess, formOfEvaluated } from "../learn/certainty/assess.js";
import type { Certainty } from "../learn/certainty/certainty.js";
import { evaluate, type Evaluated } from "../learn/evaluate.js";
import { entityGroups, isKnownOf, type EntityGroups } from "../learn/certainty/entity-groups.js";
import { readAnswers } from "../learn/certainty/read-answers.js";
import { importanceOf, type Importance } from "../learn/importance.js";
import { uncalibrated } from "../learn/finish/finished.js";
import { score } from "../learn/score.js";
import type { ModelDefinition } from "../model/model.js";
import type { Chosen } from "./choose.js";
import { doubtsOf } from "./doubts.js";
import { entitiesText } from "./entities-text.js";
import type { Progress } from "./progress.js";

/** What the test observations say of a fitted model. */
export interface Judged {
  readonly evaluated: Evaluated;
  readonly certainty: Certainty;
  /** Of a split by time with entities that are on both sides. */
  readonly entities: EntityGroups | undefined;
  readonly importance: Importance | undefined;
}

/** Evaluates the model that was chosen, and warns of figures that rest on few cases. */
export const judge = async (
  engine: Engine,
  model: ModelDefinition,
  { selected, fitted, scored }: Chosen,
  sides: Sides,
  split: Split,
  progress: Progress,
): Promise<Judged> => {
  const { training, test } = sides;
  const { evaluated, certainty, entities } = await progress.step(
    "evaluate",
    async () => {
      const rows = split.test.observations;
      const plain = uncalibrated(fitted);
      const on = {
        training,
        scored,
        uncalibrated: plain && (await score(engine, test, plain)),
        rows,
        outOfFold: selected.outOfFold,
      };
      const found = await evaluate(engine, model, fitted, on);
      const { scale } = fitted;
      const { privacy } = model;
      const wanted = model.gates.map(({ metric }) => metric);
      const answers = await readAnswers(engine, scored, test, {
        form: formOfEvaluated(found),
        observations: rows,
        known: isKnownOf(training),
      });
      return {
        evaluated: found,
        certainty: await assess(answers, found, scale),
        entities: await entityGroups(engine, found, sides, scored, answers, {
          ...{ scale, privacy, wanted },
        }),
      };
    },
    (found) => checkedMetrics(model, found.evaluated.evaluation.metrics, found.certainty),
  );
  for (const doubt of doubtsOf(model, evaluated, certainty, split)) progress.notice(doubt);
  if (entities !== undefined) progress.notice(entitiesText(entities));
  const importance =
    fitted.gain &&
    (await progress.step("importance", () => importanceOf(engine, test, model.task, fitted)));
  return { evaluated, certainty, entities, importance };
};

/** The metrics that a model is checked by, and the calibration of every model of two classes. */
const checkedMetrics = (
  { gates }: ModelDefinition,
  metrics: Readonly<Record<string, number>>,
  { intervals }: Certainty,
): Record<string, number | string> =>
  Object.fromEntries(
    [...gates.map(({ metric }) => metric), ...CALIBRATION].flatMap((metric) => {
      if (metrics[metric] === undefined) return [];
      const ends = intervals.metrics[metric]?.map(rounded);
      return [
        [metric, rounded(metrics[metric])],
        ...(ends === undefined ? [] : [[`${metric}_interval`, ends.join(" to ")]]),
      ];
    }),
  );

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
