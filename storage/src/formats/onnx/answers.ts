import type { FeedsOf } from "./feeds.js";
import type { OnnxModel } from "./json.js";
import type { Session } from "./runtime.js";

/** Answers rows: their numbers, one for each output, and then those of the next row. NaN where the model has none. */
export type Answers = (rows: Float64Array, into: Float64Array) => void;

// Rows at once. Of more rows the runtime would need more memory, and is hardly faster.
const BLOCK = 1_024;

/** Makes what answers rows by a session. @param width numbers of a row */
export const answersOf = (
  session: Session,
  feedsOf: FeedsOf,
  { task, answer: { name, columns, width: found } }: Pick<OnnxModel, "task" | "answer">,
  width: number,
): Answers => {
  const fetches = { [name]: null };
  const outputs = columns.length;
  // In single precision a probability may be a little beyond its ends.
  const within =
    task === "regression"
      ? (value: number) => value
      : (value: number) => Math.min(Math.max(value, 0), 1);

  // A row alone is multiplied by other code of the runtime, which adds up in another order.
  const pair = new Float64Array(2 * width);

  const run = (given: Float64Array, into: Float64Array): void => {
    const isAlone = given.length === width;
    if (isAlone) for (const at of [0, width]) pair.set(given, at);
    const rows = isAlone ? pair : given;
    const count = rows.length / width;
    const { data } = session.run(feedsOf(rows, count), fetches, {})[name]!;
    if (data.length !== count * found)
      throw new RangeError(`The model has ${data.length} numbers for ${count} rows`);
    for (let row = 0; row * width < given.length; row++)
      for (let output = 0; output < outputs; output++)
        into[row * outputs + output] = within(Number(data[row * found + columns[output]!]));
  };

  /** A row that the model refuses has no answer, and others beside it have theirs. */
  const answer: Answers = (rows, into) => {
    try {
      run(rows, into);
    } catch {
      if (rows.length === width) into.fill(NaN);
      else eachBlock(rows, into, 1, answer);
    }
  };

  const eachBlock = (rows: Float64Array, into: Float64Array, size: number, of: Answers): void => {
    for (let from = 0; from * width < rows.length; from += size)
      of(
        rows.subarray(from * width, (from + size) * width),
        into.subarray(from * outputs, (from + size) * outputs),
      );
  };

  return (rows, into) => eachBlock(rows, into, BLOCK, answer);
};
