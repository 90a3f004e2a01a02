import { MOST_REASONS, type Manifest } from "@despliega/storage";

import { objectOf, type Json } from "./schema.js";

/** The fields of the detail that say how an answer came about. */
export const explanationFields = (manifest: Manifest): Json => {
  const { features } = manifest;
  return {
    version: { type: "string", description: "The release; with the detail only." },
    base: { type: "number", description: BASE },
    contribuciones: {
      ...objectOf(Object.fromEntries(features.map(({ name }) => [name, { type: "number" }]))),
      description: contributionsOf(manifest),
    },
    puntuacion: { type: "number", description: scoreOf(manifest) },
    ...reasonFields(manifest),
    ...pointFields(manifest),
  };
};

const BASE =
  "`puntuacion` where no feature moves it: its mean over the training observations, or of a linear, logistic or ONNX model that " +
  "of an observation with usual features; with the detail only.";

const contributionsOf = ({ estimator }: Manifest): string => {
  const trees = estimator === "forest" || estimator === "boosting";
  const how = trees
    ? "Its Shapley value, where a test of an unknown feature goes both ways in the shares of the training observations."
    : estimator === "onnx"
      ? "Its Shapley value, where an unknown feature has its usual value; from nine features on a mean over drawn orders."
      : "Its weight times how far it is from its mean.";
  return `How far each feature moved \`puntuacion\`: \`base\` and all contributions add up to it. ${how} With the detail only.`;
};

/** What a model adds up. */
const scoreOf = (manifest: Manifest): string =>
  `What the model adds up, before calibration and scale: ${sumOf(manifest)}; with the detail only.`;

const sumOf = ({ task, estimator, classes = [], scale }: Manifest): string => {
  if (task === "regression")
    return scale === undefined ? "the answer" : "the logarithm of the answer, before smearing";
  if (estimator === "forest")
    return classes.length > 2
      ? "the mean share of the answered class in the leaves"
      : "the mean share of the last class in the leaves";
  if (estimator === "onnx")
    return `the probability of the ${classes.length > 2 ? "answered" : "last"} class`;
  return classes.length > 2
    ? "the sum of the answered class, less the mean of all sums"
    : "the log-odds of the last class";
};

const reasonFields = ({ task, classes = [], features }: Manifest): Json => {
  if (task === "regression") return {};
  const toward = classes.length > 2 ? "the class that is answered" : "the last class";
  return {
    razones: {
      type: "array",
      maxItems: MOST_REASONS,
      items: objectOf({
        caracteristica: { enum: features.map(({ name }) => name) },
        motivo: { type: "string" },
      }),
      description:
        `The features that moved the answer most toward ${toward}, most first, in the words of the model; ` +
        "with the detail only.",
    },
  };
};

const pointFields = ({ points }: Manifest): Json =>
  points === undefined
    ? {}
    : {
        puntos: {
          type: "integer",
          description:
            `${points.score} at odds of ${points.odds} to 1 for the ${points.toward} class, and ${points.doubling} more for ` +
            "twice the odds, rounded to the nearest whole number; with the detail only.",
        },
      };
