import type { Relation } from "../engine/relation.js";

/** Observations with the score that a model gives each of them. */
export type ScoredTable = Relation<"observation" | "label" | "score">;
