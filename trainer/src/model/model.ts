import type { ByKey, KeyValue, Manifest, Points, Subject } from "@despliega/storage";

import type { EstimatorOptions } from "../estimators/registry.js";
import type { ThresholdPolicy } from "../evaluate/threshold-policy.js";
import type { NamedCosts } from "./costs.js";
import type { ClassWords, RegressionWords } from "./words.js";
import type { SearchSpace } from "./search-space.js";
import type { Columns } from "./columns.js";
import type { FeatureDefinition } from "./feature.js";
import type { InputFormat } from "./input-format.js";
import type { Language } from "@despliega/storage/language";
import type { InputSource } from "./source.js";

/** A table that is read. */
export interface InputDefinition {
  /** Name of the blob under `input/<model>/`, and of the input in messages and in the manifest. */
  readonly dataset: string;
  /** Where it comes from. Default: that blob. */
  readonly source?: InputSource;
  /** Name under which `features.sql` knows it. */
  readonly table: string;
  readonly columns: Columns;
  /** How its file is written. Default: CSV in UTF-8, with commas and points. */
  readonly input?: InputFormat;
  /** The day or timestamp at which a row happened; `as_of` cuts here. Without one the rows have no time. */
  readonly time?: string;
  /** Takes rows that happen after the day of the run, such as bookings. Default: they are rejected. */
  readonly future?: "allowed";
}

/** Which observations are tested on. */
export type SplitDefinition =
  | {
      /** The newest observations: about this share of them, in whole days. */
      readonly by: "time";
      readonly testShare: number;
    }
  | {
      /**
       * About this share of the entities, drawn by the seed and their names, with all observations of an entity on one
       * side. An entity stays on its side when other rows come, go or change their order.
       */
      readonly by: "chance";
      readonly testShare: number;
      /** Default 0. */
      readonly seed?: number;
    };

/** How the model is served; the key of the pseudonyms is a run's, not the model's. */
export type ServingDefinition =
  | (Omit<ByKey, "unknown"> & {
      /** What a key is that the release does not hold. `new`: an entity without history. Default `refuse`. */
      readonly unknown?: "refuse" | "new" | undefined;
      /**
       * The key of example requests, as a body writes it, where a release has it. Default: the first key of the release, or
       * none with `ask: body`. It is not part of a release.
       */
      readonly example?: KeyValue | Readonly<Record<string, KeyValue>>;
      /** Writes the features to tables of the account too, for other services. Default: the release alone has them. */
      readonly publish?: Manifest["publish"];
    })
  | {
      readonly by: "row";
      readonly answer: string;
      /** The role that sees how an answer came about. Default: everybody whom the api answers does. */
      readonly details?: { readonly role: string };
      readonly subject?: Omit<Subject, "pseudonymKey">;
    };

/** A promotion check: what a metric of a candidate must reach. */
export type PromotionCheck =
  | {
      readonly metric: string;
      /** The worst value that is promoted: the least, or of metrics that are better when lower the greatest. */
      readonly floor: number;
      /** How far it may fall behind the champion on the same test observations. */
      readonly tolerance: number;
    }
  | {
      /** A metric whose best value is in between. */
      readonly metric: string;
      /** How far it may be from its best value. */
      readonly within: number;
    };

/** How answers are monitored; what is left out has a default. */
export interface MonitorDefinition {
  /** Stability index from which on a feature or a score drifted. Default 0.25. */
  readonly psi?: number;
  readonly features?: Readonly<Record<string, { readonly psi: number }>>;
  /** Fewest counted answers that are compared. Default 200. */
  readonly least?: number;
  /** How much more of a day's values than usual makes a fault. Default 0.3. */
  readonly fault?: number;
  /** How old an answer is when its outcome is surely known, as `90d`. Default: no age. */
  readonly maturity?: string;
  /** The span of answers that performance is measured on, as `90d`. Default: the window's. */
  readonly outcomes?: string;
  /** The loss of performance that has to be found. */
  readonly loss?: number;
  readonly groups?: readonly { readonly by: string; readonly edges?: readonly number[] }[];
}

/** How log-odds become points. Default: toward the negative class. */
export type PointsDefinition = Omit<Points, "toward"> & Partial<Pick<Points, "toward">>;

/** What becomes of a candidate that the test observations cannot tell from the champion. */
export type Undecided = "promote" | "hold";

/** What the report calls an observation, and its two classes or its target. */
type Answers =
  | { readonly task: "classification"; readonly words: ClassWords }
  | { readonly task: "regression"; readonly words: RegressionWords };

/** The definition of a model. All fields but its files and its name are those of `model.yaml`. */
export type ModelDefinition = Answers & {
  /** Also the name of its folder and of its blobs' folder. */
  readonly name: string;
  readonly question: string;
  /** The language of the report. Default: English. */
  readonly language?: Language;
  /**
   * Names of the classes of a classification, in the order of their codes; of two the last is the positive one. Default:
   * the labels 0 and 1, or else the names that labels have, sorted.
   */
  readonly classes?: readonly string[] | undefined;
  readonly inputs: readonly [InputDefinition, ...InputDefinition[]];
  /**
   * The statement that turns inputs into observations. It returns one row per observation, with `observation` (its
   * key), `entity`, `observed_at`, `label` (NULL for serving observations) and the features. Where several columns name
   * an entity, it returns these instead of `entity`. `getvariable('as_of')` is the cut-off.
   *
   * A random split depends on `entity`, so it must be a stable name, and never the number of a row. Rows without a name
   * can use a hash of their content.
   */
  readonly sql: string;
  /** The text of `model.yaml`, as it was written. */
  readonly yaml: string;
  /** The folder of `model.yaml` and `features.sql`, for messages and for the paths of inputs. */
  readonly folder: string;
  /**
   * What an observation, its entity and its label are called in the released tables. A list of names: these columns of
   * `features.sql` together name an entity.
   */
  readonly columns: {
    readonly observation: string;
    readonly entity: string | readonly string[];
    readonly label: string;
  };
  readonly features: readonly FeatureDefinition[];
  readonly split: SplitDefinition;
  /** The estimators to choose from. Of several, the best in cross-validation is fitted. */
  readonly estimators: readonly [EstimatorOptions, ...EstimatorOptions[]];
  /**
   * Cross-validates every estimator on the training observations. Calibration, threshold and interval then come from
   * scores of models that did not learn from the observation. Without it they come from five folds, where the model needs
   * more than its fit, and the threshold of any other model from its training scores.
   */
  readonly crossValidation?: {
    readonly folds: number;
    /** The metric that chooses, by its better direction. */
    readonly metric: string;
  };
  /** Where `despliega tune` looks for better options than those above; needs cross-validation. */
  readonly search?: readonly [SearchSpace, ...SearchSpace[]];
  /** For a regression, the share of labels that the interval shall hold. */
  readonly interval?: { readonly level: number };
  /** How the threshold of two classes is chosen. Default: the best F1, which counts a false alarm like a miss. */
  readonly threshold?: ThresholdPolicy;
  /** What answers cost, of three declared classes or more. Default: the class with the largest probability is the answer. */
  readonly costs?: NamedCosts;
  /** The points of a scorecard, of logistic regressions of two classes without weights. Default: none. */
  readonly points?: PointsDefinition;
  readonly serving: ServingDefinition;
  readonly privacy: Manifest["privacy"];
  readonly gates: readonly PromotionCheck[];
  /** How many identities a promotion needs, the one that promotes among them. Default: that one alone. */
  readonly approvals?: number;
  /** How answers are monitored. */
  readonly monitor?: MonitorDefinition;
  /** How answers are recorded, where they are. Default: keys are hashed. */
  readonly recording?: Manifest["recording"];
  /** `durable`: the api keeps every answer, with what it came from, before it gives the answer. Default: it keeps none. */
  readonly decisions?: "durable";
  /**
   * What becomes of a candidate that is worse than the champion beyond a tolerance, but not beyond what chance does.
   * Default: it is promoted.
   */
  readonly undecided?: Undecided;
};
