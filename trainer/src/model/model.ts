import type { Manifest, Serving, Subject } from "@despliega/storage";

import type { EstimatorOptions } from "../estimators/options.js";
import type { RegressionWords, Words } from "./words.js";
import type { SearchSpace } from "./search-space.js";
import type { Columns } from "./columns.js";
import type { FeatureDefinition } from "./feature.js";
import type { InputFormat } from "./input-format.js";

/** A table that comes in. */
export interface InputDefinition {
  /** Name of the blob under `input/<model>/`. */
  readonly dataset: string;
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
      /** The newest, about this share of them in whole days. */
      readonly by: "time";
      readonly testShare: number;
    }
  | {
      /**
       * About a share of the entities, drawn by the seed and their names, with all observations of an entity on one side.
       * An entity stays on its side whatever rows come, go, or change their order.
       */
      readonly by: "chance";
      readonly testShare: number;
      /** Default 0. */
      readonly seed?: number;
    };

/** How the model is served; the key of the pseudonyms is a run's, not the model's. */
export type ServingDefinition =
  | (Exclude<Serving, { readonly by: "row" }> & {
      /** The entity that requests are shown with where a release has it. Default: the release's first. No release keeps it. */
      readonly example?: number;
    })
  | {
      readonly by: "row";
      readonly answer: string;
      readonly subject?: Omit<Subject, "pseudonymKey">;
    };

/** What a candidate's metric has to reach to become champion. */
export interface GateDefinition {
  readonly metric: string;
  /** The worst that is ever promoted: never below it, or of errors and losses, which are better when lower, never above. */
  readonly floor: number;
  /** How far it may fall behind the champion on the same test observations. */
  readonly tolerance: number;
}

/** What the report calls an observation, and its two classes or its target. */
type Answers =
  | { readonly task: "classification"; readonly words: Words }
  | { readonly task: "regression"; readonly words: RegressionWords };

/** A model: everything about it that is not the machine's. All but its files and its name is what `model.yaml` says. */
export type ModelDefinition = Answers & {
  /** Also the name of its folder and of its blobs' folder. */
  readonly name: string;
  readonly question: string;
  readonly inputs: readonly [InputDefinition, ...InputDefinition[]];
  /**
   * The statement that turns inputs into observations: one row each with `observation` (its key), `entity`,
   * `observed_at`, `label` (NULL for serving observations) and the features. `getvariable('as_of')` is the cut-off.
   *
   * Chance draws by `entity`, so it is a name that stays, and never the number of a row. Rows without a name go by a hash
   * of what stands in them.
   */
  readonly sql: string;
  /** The text of `model.yaml`, as it was written. */
  readonly yaml: string;
  /** Where `model.yaml` and `features.sql` lie; only messages name it. */
  readonly folder: string;
  /** What an observation, its entity and its label are called in the released tables. */
  readonly columns: {
    readonly observation: string;
    readonly entity: string;
    readonly label: string;
  };
  readonly features: readonly FeatureDefinition[];
  readonly split: SplitDefinition;
  /** What may be fitted; of several the one that does best in cross-validation. */
  readonly estimators: readonly [EstimatorOptions, ...EstimatorOptions[]];
  /**
   * Cross-validates every estimator on the training observations. The threshold and the interval then come from scores
   * of observations that were not learned from; without it the threshold comes from the training scores themselves,
   * which suits estimators that cannot learn observations by heart.
   */
  readonly crossValidation?: {
    readonly folds: number;
    /** The metric that chooses: the highest, or of errors and losses the lowest. */
    readonly metric: string;
  };
  /** Where `despliega tune` looks for better options than those above; needs cross-validation. */
  readonly search?: readonly [SearchSpace, ...SearchSpace[]];
  /** For a regression with cross-validation, the share of answers that an interval is to hold. */
  readonly interval?: { readonly level: number };
  readonly serving: ServingDefinition;
  readonly privacy: Manifest["privacy"];
  readonly gates: readonly GateDefinition[];
};
