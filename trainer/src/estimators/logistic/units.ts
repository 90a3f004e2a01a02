import type { Engine } from "../../engine/engine.js";
import type { ErrorSource } from "../coefficient.js";
import type { ObservationTable } from "../observation-table.js";

/** What is drawn independently of all else: an observation, or an entity with all of its observations. */
export interface Units {
  readonly of: "observations" | "entities";
  /** Most observations of a unit. */
  readonly most: number;
}

/** Fewer entities than this do not show how they spread. */
const FEW_ENTITIES = 50;

/** The units of observations: the entities, where some have several observations and there are enough of them. */
export const unitsOf = async (engine: Engine, { name }: ObservationTable): Promise<Units> => {
  const { entities, most } = await engine.row<{ entities: number; most: number | null }>(`
    SELECT count(*) AS entities, max(n) AS most
    FROM (SELECT count(*) AS n FROM ${name} WHERE entity IS NOT NULL GROUP BY entity)`);
  return most !== null && most > 1 && entities >= FEW_ENTITIES
    ? { of: "entities", most }
    : { of: "observations", most: 1 };
};

/** With weights the curvature says nothing about the spread; nor does it where observations of an entity are alike. */
export const errorSource = (
  classWeights: "none" | "balanced" | undefined,
  { of }: Units,
): ErrorSource => (classWeights !== "balanced" && of === "observations" ? "curvature" : of);

/** SQL of what tells a unit from the others: an observation without an entity is one of its own. */
export const UNIT = "entity, CASE WHEN entity IS NULL THEN observation END";
