import type { Relation } from "../engine/relation.js";

/**
 * Observations with the score that a model gives each of them: the probability of class 1, or the number. Of three
 * classes and more it has the probability of each too, by the name of `probabilityOf`, and the score is the largest.
 */
export type ScoredTable = Relation<"observation" | "label" | "score">;
