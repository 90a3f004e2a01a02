import type { Split } from "../dataset/split.js";
import { likeGuess } from "../evaluate/like-guess.js";
import { fewCases, type Certainty } from "../learn/certainty/certainty.js";
import { fewThresholdCases } from "../learn/certainty/threshold-cases.js";
import type { Evaluated } from "../learn/evaluate.js";
import type { ModelDefinition } from "../model/model.js";
import { promotionChecks } from "../release/promotion-checks.js";

/** What is left to chance in an evaluation, a notice each; none where nothing is. */
export const doubtsOf = (
  model: Pick<ModelDefinition, "gates">,
  evaluated: Evaluated,
  certainty: Certainty,
  { training }: Split,
): readonly string[] =>
  [
    fewCasesText(certainty),
    likeGuessText(model, evaluated, certainty),
    thresholdText(evaluated, training),
  ].filter((text) => text !== undefined);

const fewCasesText = (certainty: Certainty): string | undefined => {
  const few = fewCases(certainty).map(([metric, cases]) => `${metric} rests on ${cases}`);
  return few.length === 0 ? undefined : `few cases in the test set: ${few.join(", ")}`;
};

const likeGuessText = (
  model: Pick<ModelDefinition, "gates">,
  { evaluation: { metrics } }: Evaluated,
  { intervals }: Certainty,
): string | undefined => {
  const alike = likeGuess(promotionChecks(model, metrics, intervals.metrics)).map(
    ({ metric, value, interval, guess }) =>
      `${metric} is ${rounded(value)} (95 %: ${interval.map(rounded).join(" to ")}), where a guess reaches ${guess}`,
  );
  return alike.length === 0
    ? undefined
    : `the test set cannot tell the model from a guess: ${alike.join("; ")}`;
};

const thresholdText = (
  { threshold }: Evaluated,
  { observations, classes = [] }: Split["training"],
): string | undefined => {
  const few =
    threshold && fewThresholdCases(threshold, { observations, positives: classes[1] ?? 0 });
  return few === undefined
    ? undefined
    : `the threshold rests on ${few} training observations of the rarer class: others would move it`;
};

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
