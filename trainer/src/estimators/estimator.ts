import type { Feature, ManifestFeature, ScorerDescription } from "@despliega/storage";
import type { z } from "zod";

import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { Coefficient, ErrorSource } from "./coefficient.js";
import type { FeatureStatistics } from "./statistics.js";
import type { ObservationTable } from "./observation-table.js";

/** A feature that an estimator learns from. */
export interface TrainingFeature {
  readonly name: string;
  /** The column of a boolean holds 0 and 1, that of a category the place of its name. */
  readonly type: Feature["type"];
  /** The only values allowed. Default: every finite number. */
  readonly values?: readonly number[];
  /** The names of a category; undefined while they are not learned yet. */
  readonly categories?: readonly string[];
  /** `other`: the place after the last category stands for every other name. Default `refused`. */
  readonly unseen?: "refused" | "other";
}

/** What an estimator learns from. */
export interface TrainingData {
  readonly observations: ObservationTable;
  readonly task: "classification" | "regression";
  /** How many classes a classification has, at least 2. The label of an observation is from 0 to this number − 1. */
  readonly classes: number;
  readonly features: readonly TrainingFeature[];
  readonly statistics: readonly FeatureStatistics[];
}

/** What options are checked against. */
export interface CheckedData extends Pick<TrainingData, "task" | "features"> {
  /** Undefined while they are not learned yet. */
  readonly classes?: number;
}

/** A model as its release holds it: all that it takes to score a row. */
export interface ScoringModel {
  readonly description: ScorerDescription;
  readonly modelJson: unknown;
}

/** A fitted model, and what the fit found out. */
export interface Fitted {
  readonly modelJson: unknown;
  /** Standardised weights, of estimators that have them. */
  readonly coefficients?: readonly Coefficient[];
  /** Where the standard errors of the coefficients come from. */
  readonly coefficientErrors?: ErrorSource;
  /** Each feature's share of the gain of all splits, of estimators that split. */
  readonly gain?: readonly number[];
  /** Figures about the fit for a person who waits for it. */
  readonly effort: Readonly<Record<string, number>>;
}

/** What is wrong with a field of the options. */
export interface OptionProblem {
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the field. */
  readonly problem: string;
}

/** A kind of model that can be fitted. */
export interface Estimator<Options extends { readonly kind: string }> {
  readonly tasks: readonly TrainingData["task"][];
  /** The fields of its options in `model.yaml`, beside `kind`. */
  readonly fields: z.core.$ZodLooseShape;
  /** What is wrong with options for a task and features that the model has. Default: nothing. */
  readonly check?: (options: Options, data: CheckedData) => readonly OptionProblem[];
  /** What replaces a missing value, by the mean of the feature. */
  readonly missing: (mean: number) => ManifestFeature["missing"];
  /** Fits a model. Relations that it makes are dropped by the caller. */
  readonly fit: (engine: Engine, data: TrainingData, options: Options) => Promise<Fitted>;
  /**
   * Observations that it is fitted on at most, with so many features: of more a sample is drawn. Default: all of them, since
   * their rows stay in the engine.
   */
  readonly most?: (features: number) => number;
  /** Whether its probabilities are calibrated by the way in which it is fitted. Default: they are not. */
  readonly isCalibrated?: (options: Options) => boolean;
  /**
   * SQL of a fitted model's one sum over the columns of its features, so that no row leaves the engine. Without it, and for
   * a model that it has no SQL for, the rows are scored in memory.
   */
  readonly sql?: (model: ScoringModel, dialect: Dialect) => string | undefined;
}
