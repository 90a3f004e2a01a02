import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import { dependenceOf, type Dependence } from "../learn/shapes/dependence.js";
import { shapesOf, type FeatureShape } from "../learn/shapes/shapes.js";
import { classCount } from "../model/classes.js";
import { scorecardOf, type Scorecard } from "../learn/points.js";
import { pointsOf, type Run } from "./run.js";

/** What the report shows of the features beside their importance. */
export interface Pictures {
  readonly shapes: readonly FeatureShape[];
  /** Of an estimator that splits; else none. */
  readonly dependence: readonly Dependence[];
  /** Of a model with points. */
  readonly scorecard?: Scorecard;
}

/** Looks at the features of the training observations, and at what a model that splits answers by each. */
export const picturesOf = (engine: Engine, { model, training, fitted }: Run): Promise<Pictures> =>
  scoped(engine, async (own) => {
    const { features } = fitted;
    const { task, privacy } = model;
    const classes = classCount(model) ?? 0;
    const shapes = await shapesOf(own, training, { task, classes, features, privacy });
    const dependence =
      fitted.gain === undefined ? [] : await dependenceOf(own, training, fitted, shapes);
    const points = pointsOf(model);
    const scorecard = points && (await scorecardOf(own, training, { fitted, points, privacy }));
    return { shapes, dependence, ...(scorecard && { scorecard }) };
  });
