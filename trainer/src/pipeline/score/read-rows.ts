import type { BatchModel, BatchRows, Reject } from "./job.js";
import { eachRecord } from "./records.js";
import { pseudonymReader, type ReadRow, type RowProblem } from "./row-reader.js";

/**
 * Makes what reads the rows of a block: the features of each, or the first thing that is wrong with it.
 *
 * @param numbers whether the place of a row is its line or its number
 */
export const rowsReader = (
  model: BatchModel,
  numbers: "lines" | "rows",
  readRow: ReadRow,
): ((block: Uint8Array) => BatchRows) => {
  const { count, carried: copied } = model.columns;
  const width = model.manifest.features.length;
  const pseudonymIn = pseudonymReader(model);

  return (block) => {
    let values = new Float64Array(FIRST * width);
    const places: number[] = [];
    const carried: string[] = [];
    const isNew: boolean[] = [];
    const pseudonyms: string[] = [];
    const rejects: Reject[] = [];

    const take = (fields: readonly string[]): RowProblem | undefined => {
      const pseudonym = pseudonymIn?.(fields);
      if (typeof pseudonym === "object") return pseudonym;
      const at = places.length * width;
      if (at + width > values.length) values = doubled(values);
      const found = readRow(fields, values, at);
      if (typeof found !== "string") return found;
      isNew.push(found === "new");
      if (pseudonym !== undefined) pseudonyms.push(pseudonym);
      carried.push(fieldsAt(fields, copied));
      return undefined;
    };
    const placeOf = (line: number, row: number) => (numbers === "lines" ? line : row);

    const size = eachRecord(block, count, {
      fields(line, row, fields) {
        const place = placeOf(line, row);
        const problem = take(fields);
        if (problem === undefined) places.push(place);
        else rejects.push({ place, ...problem });
      },
      fault: (line, row, fault) =>
        rejects.push({
          place: placeOf(line, row),
          column: "",
          reason: "CSV_INVALID",
          expected: `no record of the header's shape: ${fault}`,
        }),
    });
    return {
      places,
      values: values.subarray(0, places.length * width),
      carried,
      isNew,
      pseudonyms: pseudonymIn === undefined ? undefined : pseudonyms,
      rejects,
      lines: size.lines,
      read: size.rows,
    };
  };
};

/** Rows that there is room for at first. */
const FIRST = 4_096;

const doubled = (values: Float64Array): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
};

const fieldsAt = (fields: readonly string[], columns: readonly number[]): string => {
  let text = "";
  for (const [i, column] of columns.entries())
    text += i === 0 ? fields[column]! : `,${fields[column]!}`;
  return text;
};
