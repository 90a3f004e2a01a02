import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import type { InputDefinition, ModelDefinition } from "../model/model.js";
import { inputColumns } from "./input-columns.js";
import { PLACE, type InputCopy } from "./input-copy.js";
import { variantsOf, type Variants } from "./variants.js";
import { dayOf, daySql } from "./day.js";
import { observerOf, type Observe } from "./observe.js";
import { partOf, type Part } from "./part.js";

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
  readonly observe: Observe;
}

/** The size of a world. */
export interface WorldOptions {
  /** The cut-off of the run; null where nothing has a time. */
  readonly asOf: string | null;
  /**
   * About the most rows of the inputs with a time together: the oldest, in whole days, at least two days, and some of
   * those where two days have more. Of each other input as many: its first rows where nothing has a time, else it stays
   * whole and cannot be altered.
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
    const part = await partOf(own, model, tables, rows);
    const { end } = part;
    const held: Relation[] = [];
    try {
      const inputs: WorldInput[] = [];
      let partial = end !== undefined || part.oneIn > 1;
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
        const copy = await own.table(copyOf(own, definition, table, { ...part, rows }));
        await own.run(`ALTER TABLE ${table.name} RENAME TO ${heldName(table)}`);
        held.push(table);
        const input = { definition, columns: inputColumns(definition), copy };
        inputs.push({ ...input, variants: await variantsOf(own, input, seed) });
      }
      const cutOff = end === undefined || (asOf !== null && asOf < end) ? asOf : end;
      const observe = observerOf({ engine, own }, model, inputs, cutOff);
      return await work({ inputs, asOf: cutOff, partial, observe }, own);
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
  { end, oneIn, rows }: Part & Pick<WorldOptions, "rows">,
): string => {
  const all = `SELECT *, row_number() OVER (ORDER BY ${dialect.place}) AS ${PLACE} FROM ${table.name}`;
  if (time === undefined) return `${all} ORDER BY ${PLACE} LIMIT ${rows}`;
  const before = end === undefined ? "true" : `${dayOf(dialect, time)} < ${daySql(end)}`;
  return `${all} WHERE ${before} AND ${dialect.spread(dialect.place)} % ${oneIn} = 0 ORDER BY ${PLACE}`;
};
