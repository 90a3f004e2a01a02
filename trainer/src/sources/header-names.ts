import { columnsIn, type CsvMarks, type HeaderRecord } from "@despliega/storage";

import { InputHeader } from "../errors/errors.js";

const CR = 13;

/** The names of the columns in the first record of a CSV. @throws `INPUT_HEADER` where it is no record */
export const headerNames = (
  file: string,
  record: HeaderRecord,
  marks: CsvMarks,
): readonly string[] => {
  if (record.fault !== undefined && record.bytes.includes(CR))
    throw new InputHeader({
      file,
      problem: "its lines end with CR alone: save it with LF or CRLF",
    });
  const names = columnsIn(record, marks);
  if (names === undefined)
    throw new InputHeader({
      file,
      problem: "its header, line 1, is not a line of CSV: name the columns there",
    });
  return names;
};
