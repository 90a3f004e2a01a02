import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";
import { eachRecord, type CsvRecord } from "./records.js";

const CR = 13;

/** What the records of an input are, counted apart from the engine that will read them. */
export interface Survey {
  /** Records after the header: the rows, fit or not. */
  readonly read: number;
  /** Rows that are well-formed and of as many fields as the header. */
  readonly wellFormed: number;
  /** False when the last line just stops, as it does in a file that was cut short. */
  readonly lastLineEnds: boolean;
}

/** What the records of a standard file are. */
export interface FileSurvey extends Survey {
  /** Whether the engine may read the file itself: all rows well-formed, row n on line n + 1, lines end with LF. */
  readonly plain: boolean;
}

/** Counts the records that it is shown. */
export const counter = () => {
  const found = { read: 0, wellFormed: 0, lastLineEnds: true };
  return {
    found,
    count: ({ fault, bytes, end }: CsvRecord): void => {
      found.read++;
      if (fault === undefined) found.wellFormed++;
      found.lastLineEnds = bytes[end] !== undefined;
    },
  };
};

/** Goes once through an input in the standard format and counts its records. */
export const survey = async (
  text: InputText,
  header: Header,
  onBytes: (bytes: number) => void,
): Promise<FileSurvey> => {
  const { found, count } = counter();
  let lineFeeds = header.lineFeed;
  const visit = (record: CsvRecord): void => {
    count(record);
    lineFeeds &&= record.bytes[record.end] !== CR;
  };
  const lines = await eachRecord(text, header, visit, onBytes);
  const { read, wellFormed } = found;
  return { ...found, plain: wellFormed === read && lines === read + 1 && lineFeeds };
};
