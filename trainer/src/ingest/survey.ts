import { eachLine } from "./lines.js";
import type { Header } from "./header.js";

const CR = 13;

/** What the lines of a CSV are, counted apart from the engine that will read them. */
export interface Survey {
  /** Lines after the header that are not blank: the rows, fit or not. */
  readonly read: number;
  /** Rows that are one well-formed record of as many fields as the header. */
  readonly wellFormed: number;
  /** Whether the engine may read the file itself: all rows well-formed, row n on line n + 1, lines end with LF. */
  readonly plain: boolean;
  /** False when the last line just stops, as it does in a file that was cut short. */
  readonly lastLineEnds: boolean;
}

/** Goes once through the bytes of a CSV and counts its lines. */
export const survey = async (file: string, header: Header): Promise<Survey> => {
  let read = 0;
  let wellFormed = 0;
  let lineFeeds = header.lineFeed;
  let lastLineEnds = true;
  const lines = await eachLine(file, header.length, header.names.length, (line) => {
    read++;
    if (line.fault === undefined) wellFormed++;
    const after = line.bytes[line.end];
    lineFeeds &&= after !== CR;
    lastLineEnds = after !== undefined;
  });
  const plain = wellFormed === read && lines === read + 1 && lineFeeds;
  return { read, wellFormed, plain, lastLineEnds };
};
