import type { Manifest, Serving } from "@despliega/storage";

import type { LogisticOptions } from "../estimators/logistic/logistic.js";
import type { Words } from "../report/report-data.js";
import type { Columns } from "./columns.js";

/** A table that comes in. */
export interface InputDefinition {
  /** Name of the blob under `input/<model>/`. */
  readonly dataset: string;
  /** Name under which `features.sql` knows it. */
  readonly table: string;
  readonly columns: Columns;
  /** The day on which a row happened; `as_of` cuts here. Without one the rows have no time. */
  readonly time?: string;
}

/** One input of the fitted model, a column that `features.sql` returns. */
export interface FeatureDefinition {
  readonly name: string;
  readonly type: "integer" | "number";
  readonly description: string;
  /** The only values allowed. Default: every finite number. */
  readonly values?: readonly number[];
  /**
   * Whether a value may be empty. Default `refused`; where it is `allowed`, estimators that add up take the mean of the
   * training observations for it, and forests take it as it is.
   */
  readonly missing?: "refused" | "allowed";
}

/** What a candidate's metric has to reach to become champion; more is better. */
export interface GateDefinition {
  readonly metric: string;
  /** Never promoted below this. */
  readonly floor: number;
  /** How far it may fall behind the champion on the same test observations. */
  readonly tolerance: number;
}

/** A model: everything about it that is not the machine's. */
export interface ModelDefinition {
  /** Also the name of its folder and of its blobs' folder. */
  readonly name: string;
  readonly question: string;
  /** What the report calls an observation and its two classes. */
  readonly words: Words;
  readonly task: Manifest["task"];
  readonly inputs: readonly [InputDefinition, ...InputDefinition[]];
  /**
   * The statement that turns inputs into observations: one row each with `observation` (its key), `entity`,
   * `observed_at`, `label` (NULL for serving observations) and the features. `getvariable('as_of')` is the cut-off.
   */
  readonly sql: URL;
  /** What an observation, its entity and its label are called in the released tables. */
  readonly columns: {
    readonly observation: string;
    readonly entity: string;
    readonly label: string;
  };
  readonly features: readonly FeatureDefinition[];
  /** The newest observations, about this share of them in whole days, are the test set. */
  readonly split: { readonly testShare: number };
  readonly estimator: LogisticOptions;
  /** Where the answer turns from 0 to 1: `max-f1` takes the score with the best F1 on the training observations. */
  readonly threshold: "max-f1";
  readonly serving: Serving;
  readonly privacy: Manifest["privacy"];
  readonly gates: readonly GateDefinition[];
}
