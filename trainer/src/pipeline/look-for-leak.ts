import type { DespliegaError } from "@despliega/storage";

import { bringPart } from "../check/bring-part.js";
import { findLeak, LEAK_ROWS } from "../check/find-leak.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { ModelDefinition } from "../model/model.js";
import { withRunEngine } from "./run-engine.js";

/** What was found. */
export interface LookedForLeak {
  /** `FEATURE_LEAKS`; undefined where there is no leak. */
  readonly leak?: DespliegaError | undefined;
  /** The table that is too large to look for a leak. */
  readonly unseen?: string | undefined;
}

/** An engine of a part of the inputs. */
const SMALL = { memoryLimit: "500MB", threads: undefined };

/**
 * Looks for a leak as {@link findLeak} does. That runs the statement many times on few rows, each of which takes a cluster
 * seconds: its rows are brought to DuckDB in this process.
 *
 * @param tables of the inputs, in the order of the model
 * @param asOf the cut-off; null where nothing has a time
 */
export const lookForLeak = async (
  engine: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  asOf: string | null,
): Promise<LookedForLeak> => {
  if (engine.files === undefined) return { leak: await findLeak(engine, model, tables, asOf) };
  return withRunEngine({ settings: SMALL }, async (here, directory) => {
    const options = { to: here, asOf, rows: LEAK_ROWS, directory };
    const part = await bringPart(engine, model, tables, options);
    if (typeof part === "string") return { unseen: part };
    await here.confine(directory);
    return { leak: await findLeak(here, model, part.tables, part.asOf) };
  });
};
