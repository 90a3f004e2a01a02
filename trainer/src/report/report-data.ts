import type { Calibration, Manifest, ManifestGate } from "@despliega/storage";

import type { Coefficient, ErrorSource } from "../estimators/coefficient.js";
import type {
  ClassificationEvaluation,
  MulticlassEvaluation,
  RegressionEvaluation,
} from "../evaluate/evaluation.js";
import type { Certainty } from "../learn/certainty/certainty.js";
import type { Scorecard } from "../learn/points.js";
import type { EntityGroups } from "../learn/certainty/entity-groups.js";
import type { Importance } from "../learn/importance.js";
import type { Words, RegressionWords } from "../model/words.js";
import type { Parameters } from "../estimators/scalars.js";
import type { Search } from "../learn/search/trials.js";
import type { InputQuality } from "../ingest/quality.js";
import type { Dependence } from "../learn/shapes/dependence.js";
import type { FeatureShape } from "../learn/shapes/shapes.js";
import type { Selection } from "../learn/selection.js";
import type { Side, Span } from "../dataset/split.js";

/** A feature over the training observations. */
export interface FeatureSummary {
  readonly name: string;
  readonly description: string;
  /** Whether the caller sends it. */
  readonly requested?: boolean;
  /** Smallest and largest value; left out for sensitive models, since its ends belong to single people. */
  readonly range?: readonly [number, number];
  /** Of a boolean the share that is true; left out for categories. */
  readonly mean?: number;
  /** Observations without a value. */
  readonly missing: number;
}

/** A period and its observations. */
export interface Period extends Span {
  readonly positives: number;
}

/** An input and how good it is. */
export interface InputReport extends InputQuality {
  readonly name: string;
  readonly kept: number;
}

/**
 * The data of any report. It follows from input and parameters alone. A version, a time or a champion would make two
 * equal runs differ.
 */
export interface ModelReport {
  readonly model: string;
  readonly question: string;
  readonly words: { readonly observations: string };
  /** `rows` are all that were read, also the rejected ones. */
  readonly inputs: Manifest["lineage"]["inputs"];
  /** The cut-off of the features that are served, as `YYYY-MM-DD`; null where there is no time. */
  readonly asOf: string | null;
  readonly training: Span;
  readonly test: Span;
  /** How much chance there is in the metrics. */
  readonly certainty: Certainty;
  /** Undefined where no entity of the test set is known from training. */
  readonly entities?: EntityGroups;
  readonly features: readonly FeatureSummary[];
  /** In the order of the model's inputs. */
  readonly quality: readonly InputReport[];
  /** Whether its observations are people whose single values are not shown. */
  readonly isSensitive: boolean;
  /** Of the training observations. */
  readonly shapes: readonly FeatureShape[];
  /** Of an estimator that splits; else none. */
  readonly dependence: readonly Dependence[];
  /** Of a model with points. */
  readonly scorecard?: Scorecard;
  /** Of a linear estimator. */
  readonly coefficients?: readonly Coefficient[];
  /** Where the standard errors of the coefficients come from. */
  readonly coefficientErrors?: ErrorSource;
  /** Of an estimator that splits. */
  readonly importance?: Importance;
  /** Where cross-validation chose among estimators. */
  readonly selection?: Selection;
  /** Where a search chose the options. */
  readonly search?: Search;
  /** Promotion checks with a fixed bound, without those against the champion. */
  readonly floors: readonly ManifestGate[];
  readonly parameters: Parameters;
}

/** The data of the report of a classifier. */
export interface ClassificationReport extends ModelReport {
  readonly words: Words;
  readonly training: Period;
  readonly test: Period;
  readonly evaluation: ClassificationEvaluation;
  /** How the scores were calibrated. Default: they are probabilities as they are fitted. */
  readonly calibration?: Exclude<Calibration["method"], "temperature">;
}

/** The data of the report of a classifier of three classes or more. */
export interface MulticlassReport extends ModelReport {
  readonly training: Side;
  readonly test: Side;
  readonly evaluation: MulticlassEvaluation;
  /** Whether its probabilities are calibrated after the fit. */
  readonly isCalibrated: boolean;
}

/** The data of the report of a regression. */
export interface RegressionReport extends ModelReport {
  readonly words: RegressionWords;
  /** The scale that the model learns on. */
  readonly scale?: Manifest["scale"];
  readonly evaluation: RegressionEvaluation;
}
