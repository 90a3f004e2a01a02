import {
  hasOneSum,
  scorerOfOne,
  scorerOfSeveral,
  type Scorer,
  type SummedModel,
} from "./scorer.js";
import { softmax } from "./softmax.js";

/** The probability of given log-odds. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const LINKS = { identity: (sum: number) => sum, sigmoid };

const SEVERAL_LINKS = { identity: () => {}, softmax };

/** Makes the scorer of a model that answers by its own link alone. */
export const linkedScorer = (model: SummedModel): Scorer =>
  hasOneSum(model)
    ? scorerOfOne(model, LINKS[model.link])
    : scorerOfSeveral(model, SEVERAL_LINKS[model.link]);
