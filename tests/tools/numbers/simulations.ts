import { answerIntervals } from "./answer-intervals.js";
import { answerLosses } from "./answer-losses.js";
import { areaIntervals } from "./area-intervals.js";
import { championComparison } from "./champion-comparison.js";
import { differenceIntervals } from "./difference-intervals.js";
import { filmAnswers } from "./film-answers.js";
import { logisticBootstrap } from "./logistic-bootstrap.js";
import { logisticConvergence } from "./logistic-convergence.js";
import { logisticErrors } from "./logistic-errors.js";
import { patientProbabilities } from "./patient-probabilities.js";
import type { Simulation } from "./simulation.js";
import { thresholdChoice } from "./threshold-choice.js";

/** Every simulation, in the order of a run of all. */
export const SIMULATIONS: readonly Simulation[] = [
  logisticConvergence,
  logisticErrors,
  logisticBootstrap,
  filmAnswers,
  patientProbabilities,
  areaIntervals,
  championComparison,
  differenceIntervals,
  thresholdChoice,
  answerIntervals,
  answerLosses,
];
