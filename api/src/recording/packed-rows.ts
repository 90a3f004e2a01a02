import type { EntityKey, KeyValue, Manifest } from "@despliega/storage";

import type { Answered } from "../serving/observed/answered.js";

/** Answers of one release as numbers, row after row, which go to another thread without a copy. */
export interface PackedRows {
  readonly numbers: Float64Array;
  /** In the order of the rows: the columns of a key that are texts, and the id that a challenger's answer belongs to. */
  readonly texts: readonly KeyValue[];
  readonly rows: number;
}

/** A row that is read again. Its features and scores begin at their places in the numbers. */
export interface PackedRow {
  readonly id: { readonly at: number; readonly count: number; readonly row: number };
  readonly at: number;
  readonly isNew: boolean;
  readonly key: EntityKey | undefined;
  readonly challengeOf: string | undefined;
  readonly numbers: Float64Array;
  readonly features: number;
  readonly scores: number;
}

/** How many numbers the parts of a row take. */
export interface RowForm {
  readonly keys: number;
  readonly features: number;
  readonly outputs: number;
  readonly width: number;
}

/** The time and the count of the id, the number of the row, the time of the answer, and {@link NEW} to {@link CHALLENGE}. */
const HEAD = 5;

const NEW = 1;
const KEYED = 2;
const CHALLENGE = 4;

/** The form of a release's rows. */
export const rowForm = (
  { serving, features }: Pick<Manifest, "serving" | "features">,
  outputs: number,
): RowForm => {
  const keys = serving.by === "key" ? serving.keys.length : 0;
  const width = HEAD + keys + features.length + outputs;
  return { keys, features: features.length, outputs, width };
};

/** Rows that are being packed. */
export interface Packing {
  readonly form: RowForm;
  readonly numbers: Float64Array;
  readonly texts: KeyValue[];
  rows: number;
}

/** Adds a row of answers. There must be room for it. */
export const packRow = (
  packing: Packing,
  { id, at, rows, values, scores, keys, unknown }: Answered,
  row: number,
  challengeOf: string | undefined,
): void => {
  const { form, numbers, texts } = packing;
  let place = packing.rows++ * form.width;
  const key = keys?.[row];
  numbers[place++] = id.at;
  numbers[place++] = id.count;
  numbers[place++] = rows === 1 ? 0 : row + 1;
  numbers[place++] = at;
  numbers[place++] =
    (unknown.has(row) ? NEW : 0) +
    (key === undefined ? 0 : KEYED) +
    (challengeOf === undefined ? 0 : CHALLENGE);
  for (let i = 0; i < form.keys; i++) {
    const value = key?.[i];
    if (typeof value === "string") texts.push(value);
    numbers[place++] = typeof value === "number" ? value : NaN;
  }
  for (let i = 0, from = row * form.features; i < form.features; i++)
    numbers[place++] = values[from + i]!;
  for (let i = 0, from = row * form.outputs; i < form.outputs; i++)
    numbers[place++] = scores[from + i]!;
  if (challengeOf !== undefined) texts.push(challengeOf);
};

/** Reads rows again, in their order. */
export const unpackRows = function* (
  { keys, features, width }: RowForm,
  { numbers, texts, rows }: PackedRows,
): Generator<PackedRow> {
  let text = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    const flags = numbers[start + 4]!;
    const read = (column: number): KeyValue => {
      const value = numbers[start + HEAD + column]!;
      return Number.isNaN(value) ? texts[text++]! : value;
    };
    let key: KeyValue[] | undefined;
    if ((flags & KEYED) > 0) {
      key = [];
      for (let column = 0; column < keys; column++) key.push(read(column));
    }
    yield {
      id: { at: numbers[start]!, count: numbers[start + 1]!, row: numbers[start + 2]! },
      at: numbers[start + 3]!,
      isNew: (flags & NEW) > 0,
      key,
      challengeOf: (flags & CHALLENGE) > 0 ? `${texts[text++]!}` : undefined,
      numbers,
      features: start + HEAD + keys,
      scores: start + HEAD + keys + features,
    };
  }
};
