import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import { dependenceOf, type Dependence } from "../learn/shapes/dependence.js";
import { shapesOf, type FeatureShape } from "../learn/shapes/shapes.js";
import type { Run } from "./run.js";

/** What the report shows of the features beside their importance. */
export interface Pictures {
  readonly shapes: readonly FeatureShape[];
  /** Of an estimator that splits; else none. */
  readonly dependence: readonly Dependence[];
}

/** Looks at the features of the training observations, and at what a model that splits answers by each. */
export const picturesOf = (
  engine: Engine,
  { model: { task, privacy }, training, fitted }: Run,
): Promise<Pictures> =>
  scoped(engine, async (own) => {
    const { features } = fitted;
    const shapes = await shapesOf(own, training, { task, classes: 2, features, privacy });
    const dependence =
      fitted.gain === undefined ? [] : await dependenceOf(own, training, fitted, shapes);
    return { shapes, dependence };
  });
