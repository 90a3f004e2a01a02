import type { Manifest } from "@despliega/storage";

import type { Relation } from "../../engine/relation.js";
import type { AnswerForm } from "../../evaluate/measure.js";

/**
 * Mature answers with their outcomes, a row for each. `label` is the outcome as training codes it: 0 or 1, the code of the
 * class, or the number. `score` is the probability of class 1 or the number; from three classes on there is the probability
 * of each too, named as `probabilityOf` does, and `score` is the largest. `entity` is the key that was asked about, or null.
 * `week` counts the weeks of the window from 0. Further columns may hold the groups of a row.
 */
export type JudgedTable = Relation<
  "observation" | "entity" | "observed_at" | "label" | "score" | "week"
>;

/** How the monitored release answers: its manifest, and what its definition says that errors cost. */
export interface JudgedForm extends AnswerForm, Pick<Manifest, "interval"> {
  /** Of two classes. */
  readonly alarms?: { readonly falseAlarm: number; readonly miss: number } | undefined;
}

/** Groups of answers by one feature. */
export interface JudgedGroups {
  /** The name of the feature. */
  readonly by: string;
  /** The column of the table with the place of a row's group in `names`, from 0; null is no group. */
  readonly column: string;
  /** Values, or bands of values. */
  readonly names: readonly string[];
}
