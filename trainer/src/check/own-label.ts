import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, LABEL_DIFFERS, type Comparison, type Moved } from "./comparison.js";
import { dayOf, daySql } from "./day.js";
import type { InputColumn } from "./input-columns.js";
import type { World, WorldInput } from "./world.js";

/** A column of an input. */
export interface InputPlace {
  readonly input: WorldInput;
  readonly column: string;
}

/** The columns of a world that may make the label of an observation of the same day: keys do not. */
export const labelPlaces = (
  { columns: { entity } }: Pick<ModelDefinition, "columns">,
  { inputs, asOf }: World,
): readonly InputPlace[] => {
  const names = inputs.flatMap(({ columns }) => columns.map(({ name }) => name));
  const isKey = ({ name, unique }: InputColumn) =>
    unique || [entity].flat().includes(name) || names.filter((of) => of === name).length > 1;
  return inputs
    .filter(({ definition }) => asOf === null || definition.time !== undefined)
    .flatMap((input) =>
      input.columns
        .filter((column) => !column.time && !isKey(column))
        .map(({ name }) => ({ input, column: name })),
    );
};

/** Which observations are looked at, and what they are made of. */
export interface OwnLabel {
  readonly world: World;
  readonly base: ObservationTable;
  readonly place: InputPlace;
  /** Alters the rows of this day, as YYYY-MM-DD, and compares its observations; undefined where nothing has a time. */
  readonly day: string | undefined;
}

/** What a column that makes labels moves besides them. */
export interface LabelComparison extends Comparison {
  /** Whether rows of later days make the label too: then the column is a series, of which the present value is known. */
  readonly series: boolean;
}

/** At least so many rows are altered where there are as many; so many at most of which one is altered. */
const LEAST = 16;

/**
 * Alters a column in some rows, and compares features of observations whose label this alters. Rows of earlier moments keep
 * their values, and so do most of the same day: their labels may be known.
 */
export const moveLabel = async (
  engine: Engine,
  model: ModelDefinition,
  { day, ...label }: OwnLabel,
): Promise<LabelComparison> => {
  const { base, place } = label;
  const observed = day === undefined ? "true" : `before.observed_at = ${daySql(day)}`;
  const { count } = await engine.row<{ count: number }>(
    `SELECT count(*) AS count FROM ${base.name} AS before WHERE ${observed}`,
  );
  const oneIn = Math.min(Math.max(Math.floor(count / LEAST), 1), LEAST);
  const alter = async (rows: string, one: number): Promise<Comparison> => {
    const variant = place.input.variants.altered(place.column, rows, one);
    const variants = new Map([[place.input.definition.dataset, variant]]);
    const after = await label.world.observe(variants);
    const where = `${observed} AND before.observation IS NOT NULL AND ${LABEL_DIFFERS}`;
    const options = { where, sameEntity: false };
    const found = await compareObservations(engine, model, base, after, options);
    await engine.drop(after);
    return found;
  };
  if (day === undefined) return { ...(await alter("true", oneIn)), series: false };
  const time = timeColumn(place.input);
  const on = `${dayOf(engine.dialect, time.name)} = ${daySql(day)}`;
  // Of a day with moments only the last is altered: labels of earlier moments may be known at the last.
  const last = `${identifier(time.name)} = (SELECT max(${identifier(time.name)}) FROM ${place.input.copy.name} WHERE ${on})`;
  const found = time.type === "date" ? await alter(on, oneIn) : await alter(last, 1);
  if (found.moved.length === 0) return { ...found, series: false };
  const later = await alter(`${dayOf(engine.dialect, time.name)} > ${daySql(day)}`, 1);
  return { ...found, series: later.observations > 0 };
};

const timeColumn = ({ columns }: WorldInput): InputColumn => columns.find(({ time }) => time)!;

/**
 * Whether a feature that moves with the labels that were altered is made of the label of its own observation: it is when
 * it moves in at least half of those observations. Else it is made of labels of other rows.
 */
export const isOwn = ({ observations }: Moved, { observations: all }: Comparison): boolean =>
  observations * 2 >= all;
