import type { Engine } from "../engine/engine.js";
import { ValueRefused } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import type { Comparison } from "./comparison.js";
import type { World } from "./world.js";

/** What a check works with. */
export interface Trial {
  readonly engine: Engine;
  readonly model: ModelDefinition;
  readonly world: World;
  /** The observations of the world as it is. */
  readonly base: ObservationTable;
}

/** What came of a comparison; undefined where the statement cannot take the altered values. */
export const triedOut = async <Found extends Comparison>(
  compare: () => Promise<Found>,
): Promise<Found | undefined> => {
  try {
    return await compare();
  } catch (error) {
    if (error instanceof ValueRefused) return undefined;
    throw error;
  }
};
