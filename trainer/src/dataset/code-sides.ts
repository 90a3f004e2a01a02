import type { Engine } from "../engine/engine.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import { coded } from "./coded.js";
import { learnCategories, type CategorySides } from "./learn-categories.js";
import type { Sides } from "./split.js";

/** A model that knows the categories of its features, and both sides of a split by their numbers. */
export interface CodedSides {
  readonly model: ModelDefinition;
  readonly sides: Sides;
}

/**
 * Learns the categories of a model and turns the observations of both sides into the numbers that it learns from, once.
 *
 * @param returned the sides as `features.sql` returns them
 * @throws what {@link learnCategories} throws
 */
export const codeSides = async (
  engine: Engine,
  model: ModelDefinition,
  returned: Sides,
  served: Pick<CategorySides, "serving" | "unknown">,
): Promise<CodedSides> => {
  const features = await learnCategories(engine, model.features, { ...returned, ...served });
  const codes = features.map(codedFeature);
  return {
    model: { ...model, features },
    sides: {
      training: await coded(engine, returned.training, codes, "table"),
      test: await coded(engine, returned.test, codes, "table"),
    },
  };
};
