import type { Manifest } from "@despliega/storage";

import type { Relation } from "../../engine/relation.js";
import type { AnswerForm } from "../../evaluate/measure.js";

/**
 * Mature answers with their outcomes, a row for each. `label` is the outcome as training codes it: 0 or 1, the code of the
 * class, or the number. `score` is the probability of class 1 or the number; from three classes on there is the probability
 * of each too, named as `probabilityOf` does, and `score` is the largest. `entity` is the key that was asked about, or null.
 * `observed_at` is the time of the answer. Further columns may name the groups of a row as text.
 */
export type JudgedTable = Relation<"observation" | "entity" | "observed_at" | "label" | "score">;

/** How the monitored release answers: its manifest, and what its definition says that errors cost. */
export interface JudgedForm extends AnswerForm, Pick<Manifest, "interval"> {
  /** Of two classes. */
  readonly alarms?: { readonly falseAlarm: number; readonly miss: number } | undefined;
}
