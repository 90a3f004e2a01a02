import type { Manifest, ManifestGate } from "@despliega/storage";

import type { Coefficient } from "../estimators/coefficient.js";
import type { ClassificationEvaluation, RegressionEvaluation } from "../evaluate/evaluation.js";
import type { Importance } from "../learn/importance.js";
import type { Words, RegressionWords } from "../model/words.js";
import type { Parameters } from "../estimators/scalars.js";
import type { Search } from "../learn/search/trials.js";
import type { Selection } from "../learn/selection.js";
import type { Span } from "../dataset/split.js";

/** A feature over the training observations. */
export interface FeatureSummary {
  readonly name: string;
  readonly description: string;
  /** Smallest and largest value; left out where privacy matters, since its ends belong to single people. */
  readonly range?: readonly [number, number];
  readonly mean: number;
  /** Observations without a value. */
  readonly missing: number;
}

/** A stretch of time and what was observed in it. */
export interface Period extends Span {
  readonly positives: number;
}

/**
 * What the report of any model is made from. It follows from input and parameters alone: a version, a time or a
 * champion would make two equal runs differ.
 */
export interface ModelReport {
  readonly model: string;
  readonly question: string;
  readonly words: { readonly observations: string };
  /** `rows` are those read, kept and rejected or not. */
  readonly inputs: Manifest["lineage"]["inputs"];
  /** The cut-off of the features that are served, as `YYYY-MM-DD`; null where there is no time. */
  readonly asOf: string | null;
  readonly training: Span;
  readonly test: Span;
  readonly features: readonly FeatureSummary[];
  /** Of an estimator that adds up. */
  readonly coefficients?: readonly Coefficient[];
  /** Of an estimator that does not. */
  readonly importance?: Importance;
  /** Where several estimators were compared. */
  readonly selection?: Selection;
  /** Where parameters were searched for. */
  readonly search?: Search;
  /** Gates with a fixed bound; one against the champion does not belong here. */
  readonly floors: readonly ManifestGate[];
  readonly parameters: Parameters;
}

/** What the report of a classifier is made from. */
export interface ClassificationReport extends ModelReport {
  readonly words: Words;
  readonly training: Period;
  readonly test: Period;
  readonly evaluation: ClassificationEvaluation;
}

/** What the report of a regression is made from. */
export interface RegressionReport extends ModelReport {
  readonly words: RegressionWords;
  /** The scale that the model adds up on. */
  readonly scale?: Manifest["scale"];
  readonly evaluation: RegressionEvaluation;
}
