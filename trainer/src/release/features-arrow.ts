import { writeFile } from "node:fs/promises";

import { arrowFile, type ArrowBatch, type ArrowValues } from "./arrow/file.js";
import type { ArrowField } from "./arrow/metadata.js";
import { identifier, type Engine, type ResultChunk } from "../engine/engine.js";
import type { FeatureDefinition } from "../model/feature.js";

const BATCH = 65_536;

/**
 * Writes the serving observations as an Arrow file, in the order of their entities: the entity as int64, then each
 * feature as int32 where all its values are whole numbers of that size, else as float64. Equal tables give equal bytes.
 */
export const writeFeaturesArrow = async (
  engine: Engine,
  entity: string,
  features: readonly FeatureDefinition[],
  file: string,
): Promise<void> => {
  const types = await typesOf(engine, features);
  const fields = features.map(({ name, missing = "refused" }, i): ArrowField => {
    return { name, type: types[i]!, nullable: missing !== "refused" };
  });
  const casts = fields.map(
    ({ name, type }) => `${identifier(name)}::${type === "int32" ? "INTEGER" : "DOUBLE"}`,
  );
  const chunks = engine.stream(
    `SELECT entity::BIGINT, ${casts.join()} FROM serving ORDER BY entity`,
  );
  const all: ArrowField[] = [{ name: entity, type: "int64", nullable: false }, ...fields];
  await writeFile(file, arrowFile(all, inBatches(chunks, all)));
};

// The smallest int32 is left out: the api keeps it for what is missing.
const typesOf = async (
  engine: Engine,
  features: readonly FeatureDefinition[],
): Promise<("int32" | "float64")[]> => {
  const fits = features.map(({ name, type }, i) => {
    const column = identifier(name);
    const rule = `${column} = trunc(${column}) AND abs(${column}::DOUBLE) < 2147483648`;
    return `${type === "integer" ? `coalesce(bool_and(${rule}), true)` : "false"} AS c${i}`;
  });
  const row = await engine.row<Record<string, boolean>>(`SELECT ${fits.join()} FROM serving`);
  return features.map((_, i) => (row[`c${i}`] === true ? "int32" : "float64"));
};

interface Filling extends ArrowValues {
  nulls: number;
}

/** Fills batch after batch of the same size into the same memory, however the engine cuts its chunks. */
async function* inBatches(
  chunks: AsyncIterable<ResultChunk>,
  fields: readonly ArrowField[],
): AsyncGenerator<ArrowBatch, void, undefined> {
  const columns = fields.map(({ type }): Filling => {
    const validity = new Uint8Array(BATCH / 8);
    return { values: valuesOf(type), validity, nulls: 0 };
  });
  let rows = 0;
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.rowCount;) {
      const count = Math.min(chunk.rowCount - from, BATCH - rows);
      columns.forEach((column, i) => fill(column, rows, chunk.getColumnVector(i), from, count));
      from += count;
      rows += count;
      if (rows < BATCH) continue;
      yield { rows, columns };
      rows = 0;
      for (const column of columns) {
        column.validity.fill(0);
        column.nulls = 0;
      }
    }
  if (rows > 0) yield { rows, columns };
}

const valuesOf = (type: ArrowField["type"]): ArrowValues["values"] => {
  if (type === "int64") return new BigInt64Array(BATCH);
  return type === "int32" ? new Int32Array(BATCH) : new Float64Array(BATCH);
};

const fill = (
  column: Filling,
  at: number,
  vector: ReturnType<ResultChunk["getColumnVector"]>,
  from: number,
  count: number,
): void => {
  const { values, validity } = column;
  for (let i = 0; i < count; i++) {
    const value = vector.getItem(from + i);
    const row = at + i;
    if (values instanceof BigInt64Array) values[row] = (value ?? 0n) as bigint;
    else values[row] = (value ?? 0) as number;
    if (value === null) column.nulls++;
    else validity[row >> 3] = validity[row >> 3]! | (1 << (row & 7));
  }
};
