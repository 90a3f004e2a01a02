import { fieldsOf, headerRecord, recordShape, type CsvMarks } from "@despliega/storage";

import { DELIMITERS, type InputFormat } from "../../model/input-format.js";
import { marksOf } from "../format/marks.js";

/** So many records decide. */
const RECORDS = 2000;

/** The likeliest first: the single quote counts where it is around fields. */
const LIKELY: readonly NonNullable<InputFormat["quote"]>[] = ['"', "none", "'"];

type Marks = Required<Pick<InputFormat, "delimiter" | "quote">>;

interface Candidate {
  readonly marks: Marks;
  /** Share of the records that are well-formed and of as many fields as the header. */
  readonly fitting: number;
  readonly columns: number;
  /** How many fields are in quotes. */
  readonly quoted: number;
}

/**
 * Finds what is between the fields of a text and around them: the marks by which most records have as many fields as the
 * header, and of those the ones that give most columns and find most quotes.
 *
 * @param hints marks that are known
 */
export const guessMarks = (text: Buffer, hints: InputFormat): Marks & { reason: string } => {
  const delimiters = hints.delimiter === undefined ? DELIMITERS : [hints.delimiter];
  const quotes = hints.quote === undefined ? LIKELY : [hints.quote];
  const candidates = delimiters.flatMap((delimiter) =>
    quotes.map((quote) => tried(text, { delimiter, quote })),
  );
  const best = candidates.reduce((winner, other) => (beats(other, winner) ? other : winner));
  const share = `${Math.floor(best.fitting * 1000) / 10} % of the records`;
  const reason =
    best.columns === 1
      ? "no mark divides the records into fields"
      : `${share} have ${best.columns} fields by it, as the header has`;
  return { ...best.marks, reason };
};

/** Earlier candidates win a tie. */
const beats = (one: Candidate, other: Candidate): boolean => {
  if (one.columns > 1 !== other.columns > 1) return one.columns > 1 && one.fitting > 0.5;
  if (one.fitting !== other.fitting) return one.fitting > other.fitting;
  if (one.columns !== other.columns) return one.columns > other.columns;
  return one.quoted > other.quoted;
};

const tried = (text: Buffer, marks: Marks): Candidate => {
  const bytes = marksOf(marks);
  const header = headerRecord(text, bytes);
  if (header.fault !== undefined) return { marks, fitting: 0, columns: 1, quoted: 0 };
  const columns = fieldsOf(header.bytes, bytes).length;
  let [records, fitting, quoted] = [0, 0, 0];
  for (let start = header.length; start < text.length && records < RECORDS;) {
    const shape = recordShape(text, start, bytes);
    if (shape.end > start) {
      records++;
      if (shape.fault === undefined && shape.columns === columns) {
        fitting++;
        quoted += quotedIn(text.subarray(start, shape.end), bytes);
      }
    }
    start = shape.end + 1;
  }
  return { marks, fitting: records === 0 ? 1 : fitting / records, columns, quoted };
};

const quotedIn = (record: Buffer, marks: CsvMarks): number =>
  fieldsOf(record, marks).filter((field) => field.length > 1 && field[0] === marks.quote).length;
