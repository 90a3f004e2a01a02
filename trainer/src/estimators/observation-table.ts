import type { Relation } from "../engine/relation.js";

/** Columns of observations beside their features. */
export type ObservationColumn = "observation" | "entity" | "observed_at" | "label";

/** Observations with their features. */
export type ObservationTable = Relation<ObservationColumn>;
