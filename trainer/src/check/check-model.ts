import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { ModelDefinition } from "../model/model.js";
import { checkFuture } from "./check-future.js";
import { checkLabel } from "./check-label.js";
import { checkOrder } from "./check-order.js";
import { checkOtherRows } from "./check-other-rows.js";
import { checkRequest } from "./check-request.js";
import { checkRows } from "./check-rows.js";
import { compareObservations } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import type { Trial } from "./trial.js";
import { withWorld } from "./world.js";

/** What a check looks at. */
export interface CheckOptions {
  /** The cut-off; null where nothing has a time. */
  readonly asOf: string | null;
  /** Most rows, as a world takes them. */
  readonly rows: number;
  /** The same seed alters the same rows. Default 1. */
  readonly seed?: number;
}

/**
 * Tries `features.sql` on altered inputs, and says what came of it.
 *
 * @param tables of the inputs, in the order of the model
 */
export const checkModel = (
  engine: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  { seed = 1, ...options }: CheckOptions,
): Promise<readonly Finding[]> =>
  withWorld(engine, model, tables, { ...options, seed }, async (world, own) => {
    const base = await world.observe();
    const trial: Trial = { engine: own, model, world, base };
    const rows = await checkRows(trial);
    const part: readonly Finding[] = world.partial
      ? [
          {
            check: "rows",
            verdict: "warns",
            text: `only the first ${count(options.rows)} rows are looked at`,
          },
        ]
      : [];
    // Without keys nothing can be compared.
    if (rows.some(({ verdict }) => verdict === "fails")) return [...rows, ...part];
    const again = await compareObservations(own, model, base, await world.observe());
    const unsteady = new Set(again.moved.map(({ name }) => name));
    return [
      ...rows,
      ...part,
      ...(await checkFuture(trial, unsteady)),
      ...(await checkLabel(trial, unsteady)),
      ...(await checkOtherRows(trial, unsteady)),
      ...(await checkRequest(trial, unsteady)),
      ...(await checkOrder(trial)),
    ];
  });
