import { DespliegaError } from "@despliega/storage";

import {
  AnswersNotFinite,
  BoostingTooLarge,
  DesignTooWide,
  FeaturesCollinear,
  ForestTooLarge,
  MetricAbsent,
  NotConverged,
  NumberNotFinite,
} from "../errors/errors.js";

/** Codes of errors that are due to an estimator and its options; another estimator may succeed. */
const UNFITTABLE: ReadonlySet<string> = new Set([
  AnswersNotFinite.code,
  BoostingTooLarge.code,
  DesignTooWide.code,
  FeaturesCollinear.code,
  ForestTooLarge.code,
  MetricAbsent.code,
  NotConverged.code,
  NumberNotFinite.code,
]);

/** Errors of candidates that gave no model, by their place among the estimators or their number in a search. */
export type Refusals = ReadonlyMap<number, DespliegaError>;

/** The error as one that leaves a single candidate without a model. @throws any other error */
export const unfittable = (error: unknown): DespliegaError => {
  if (error instanceof DespliegaError && UNFITTABLE.has(error.code)) return error;
  throw error;
};
