import type { Header } from "./header.js";
import { eachRecord } from "./records.js";

const CR = 13;

/** What the records of a CSV are, counted apart from the engine that will read them. */
export interface Survey {
  /** Records after the header: the rows, fit or not. */
  readonly read: number;
  /** Rows that are well-formed and of as many fields as the header. */
  readonly wellFormed: number;
  /** Whether the engine may read the file itself: all rows well-formed, row n on line n + 1, lines end with LF. */
  readonly plain: boolean;
  /** False when the last line just stops, as it does in a file that was cut short. */
  readonly lastLineEnds: boolean;
}

/** Goes once through the bytes of a CSV and counts its records. */
export const survey = async (file: string, header: Header): Promise<Survey> => {
  let read = 0;
  let wellFormed = 0;
  let lineFeeds = header.lineFeed;
  let lastLineEnds = true;
  const lines = await eachRecord(file, header, (record) => {
    read++;
    if (record.fault === undefined) wellFormed++;
    const after = record.bytes[record.end];
    lineFeeds &&= after !== CR;
    lastLineEnds = after !== undefined;
  });
  const plain = wellFormed === read && lines === read + 1 && lineFeeds;
  return { read, wellFormed, plain, lastLineEnds };
};
