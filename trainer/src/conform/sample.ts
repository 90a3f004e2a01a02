import { RowNeeded } from "../errors/errors.js";
import { record } from "./record.js";

/** A value of a row. */
export type Value = number | boolean | string | null;

/** A row as it was typed, by column. */
export type Row = Readonly<Record<string, Value>>;

/** A tensor as the metadata of a model describes it. -1 in the shape is any length. */
export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** A tensor of a request. */
export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** The same row several times, as each protocol writes it. */
export interface Sample {
  /** One object for each row; undefined when the columns have no names. */
  readonly records: readonly Row[] | undefined;
  readonly flat: readonly Tensor[];
  /** The data of each tensor, one array for each row. */
  readonly nested: readonly Tensor[];
}

/** Rows in a sample: more than one, so that an answer shows their number. */
export const ROWS = 3;

/** The tensors in the metadata of a model, none where they cannot be read. */
export const tensorsIn = (metadata: unknown, field: "inputs" | "outputs"): TensorMetadata[] => {
  const tensors = record(metadata)[field];
  return Array.isArray(tensors) && tensors.every(isTensor) ? tensors : [];
};

const isTensor = (tensor: unknown): tensor is TensorMetadata => {
  const { name, datatype, shape } = record(tensor);
  return (
    typeof name === "string" &&
    typeof datatype === "string" &&
    Array.isArray(shape) &&
    shape.every(Number.isInteger)
  );
};

/**
 * Makes the rows to send.
 *
 * @param inputs as the server describes them; empty when it does not
 * @param row default: made up from the inputs
 * @throws `ROW_NEEDED` when neither describes a row
 */
export const makeSample = (inputs: readonly TensorMetadata[], row: Row | undefined): Sample => {
  const known =
    inputs.length > 0
      ? inputs
      : Object.entries(row ?? {}).map(([name, value]) => ({
          name,
          datatype: typeof value === "string" ? "BYTES" : "FP64",
          shape: [-1],
        }));
  if (known.length === 0) throw new RowNeeded({});
  const columns = known.map((input) => ({ input, values: valuesOf(input, row, known.length) }));
  const named = row ?? rowOf(columns);
  return {
    records: named === undefined ? undefined : repeat(named),
    flat: columns.map(({ input: { name, datatype, shape }, values }) => ({
      name,
      datatype,
      shape: shape.length < 2 ? [ROWS] : [ROWS, values.length],
      data: repeat(values).flat(),
    })),
    nested: columns.map(({ input: { name, datatype }, values }) => ({
      name,
      datatype,
      shape: [ROWS, values.length],
      data: repeat(values),
    })),
  };
};

const repeat = <T>(value: T): T[] => Array.from({ length: ROWS }, () => value);

/** The elements of a tensor that belong to one row. */
const valuesOf = (
  { name, datatype, shape }: TensorMetadata,
  row: Row | undefined,
  tensors: number,
): readonly Value[] => {
  if (row !== undefined && Object.hasOwn(row, name)) return [row[name]!];
  if (row !== undefined && tensors === 1) return Object.values(row);
  const width = shape.slice(1).reduce((product, length) => product * length, 1);
  if (row !== undefined || width < 1) throw new RowNeeded({ name });
  return Array.from({ length: width }, () => MADE_UP[datatype] ?? 1);
};

const MADE_UP: Readonly<Record<string, Value>> = { BOOL: true, BYTES: "a" };

const rowOf = (
  columns: readonly { readonly input: TensorMetadata; readonly values: readonly Value[] }[],
): Row | undefined =>
  columns.every(({ values }) => values.length === 1)
    ? Object.fromEntries(columns.map(({ input, values }) => [input.name, values[0]!]))
    : undefined;
