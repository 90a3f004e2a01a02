import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import { runStatement } from "../dataset/run-statement.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { InputDefinition, ModelDefinition } from "../model/model.js";
import { inputColumns } from "./input-columns.js";
import { PLACE, type InputCopy, type Variant } from "./input-copy.js";
import { variantsOf, type Variants } from "./variants.js";
import { dayOf, daySql } from "./day.js";
import { endOf } from "./end.js";

/** An input whose rows can be altered. */
export interface WorldInput extends InputCopy {
  readonly variants: Variants;
}

/** Inputs in which a statement can be tried. */
export interface World {
  readonly inputs: readonly WorldInput[];
  /** The cut-off; null where nothing has a time. */
  readonly asOf: string | null;
  /** Whether it holds only a part of the rows. */
  readonly partial: boolean;
  /**
   * Runs the statement of the model. The caller drops the result.
   *
   * @param variants by data set; the other inputs are as they are
   * @param asOf default: the cut-off of the world
   */
  observe(variants?: ReadonlyMap<string, Variant>, asOf?: string | null): Promise<ObservationTable>;
}

/** The size of a world. */
export interface WorldOptions {
  /** The cut-off of the run; null where nothing has a time. */
  readonly asOf: string | null;
  /**
   * Most rows of the inputs with a time together: the oldest, in whole days, at least two days. Of each other input as
   * many: its first rows where nothing has a time, else it stays whole and cannot be altered.
   */
  readonly rows: number;
  /** The same seed alters the same rows. */
  readonly seed: number;
}

/**
 * Runs work in a world that takes the place of the inputs. The tables of the inputs are as before afterwards, and what the work
 * made by the engine that it was given is dropped.
 *
 * @param tables of the inputs, in the order of the model
 */
export const withWorld = <Result>(
  engine: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  { asOf, rows, seed }: WorldOptions,
  work: (world: World, engine: Engine) => Promise<Result>,
): Promise<Result> =>
  scoped(engine, async (own) => {
    const end = await endOf(own, model, tables, rows);
    const held: Relation[] = [];
    try {
      const inputs: WorldInput[] = [];
      let partial = end !== undefined;
      for (const [i, definition] of model.inputs.entries()) {
        const table = tables[i]!;
        const { found } = await own.row<{ found: number }>(
          `SELECT count(*) AS found FROM ${table.name}`,
        );
        const timed = definition.time !== undefined;
        if (!timed && found > rows) {
          if (asOf !== null) continue;
          partial = true;
        }
        const copy = await own.table(copyOf(own, definition, table, timed ? end : undefined, rows));
        await own.run(`ALTER TABLE ${table.name} RENAME TO ${heldName(table)}`);
        held.push(table);
        const input = { definition, columns: inputColumns(definition), copy };
        inputs.push({ ...input, variants: await variantsOf(own, input, seed) });
      }
      return await work(
        worldOf({ engine, own }, model, inputs, { asOf: end ?? asOf, partial }),
        own,
      );
    } finally {
      for (const table of held) {
        await engine.drop({ kind: "table", name: table.name });
        await engine.run(`ALTER TABLE ${heldName(table)} RENAME TO ${table.name}`);
      }
    }
  });

const heldName = ({ name }: Relation): string => identifier(`held ${name}`);

const copyOf = (
  { dialect }: Engine,
  { time }: InputDefinition,
  table: Relation,
  end: string | undefined,
  rows: number,
): string => `
  SELECT *, row_number() OVER (ORDER BY ${dialect.place}) AS ${PLACE} FROM ${table.name}
  ${time === undefined || end === undefined ? "" : `WHERE ${dayOf(dialect, time)} < ${daySql(end)}`}
  ORDER BY ${PLACE} ${time === undefined ? `LIMIT ${rows}` : ""}`;

/** What outlives the work is made by `engine`: the tables of the inputs, which take the names of others. */
interface Engines {
  readonly engine: Engine;
  readonly own: Engine;
}

const worldOf = (
  { engine, own }: Engines,
  model: ModelDefinition,
  inputs: readonly WorldInput[],
  { asOf, partial }: Pick<World, "asOf" | "partial">,
): World => {
  // Inputs whose table is as it should be already.
  const whole = new Set<string>();
  const put = async ({ definition, columns, copy }: WorldInput, variant?: Variant) => {
    const { dataset, table: name } = definition;
    if (variant === undefined && whole.has(dataset)) return;
    const names = columns.map((column) => identifier(column.name)).join(", ");
    const asIs = `SELECT ${names} FROM ${copy.name} ORDER BY ${PLACE}`;
    const table = await engine.table(variant?.rows ?? asIs, name);
    if (variant?.added !== undefined)
      await engine.run(`INSERT INTO ${table.name} (${names}) ${variant.added}`);
    if (variant?.removed !== undefined)
      await engine.run(`DELETE FROM ${table.name} WHERE ${variant.removed}`);
    if (variant === undefined) whole.add(dataset);
    else whole.delete(dataset);
  };
  return {
    inputs,
    asOf,
    partial,
    async observe(variants = new Map(), at = asOf) {
      for (const input of inputs) await put(input, variants.get(input.definition.dataset));
      return runStatement(own, model, at);
    },
  };
};
