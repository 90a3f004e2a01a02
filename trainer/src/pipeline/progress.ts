import type { Writable } from "node:stream";

import { printable } from "@despliega/storage";

/** What a terminal can show. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
}

/** A row of a table, or one that begins with a mark in a colour, as terminals number them. */
export type Row =
  string | { readonly mark: string; readonly colour: number; readonly text: string };

/**
 * Reports how far a running step has come.
 *
 * @param line what a terminal shows beside the step until the next call
 * @param fields for machines; undefined writes no line for them
 */
export type Tell = (line: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Reports the progress of a run. What a terminal would obey in any text is written as JSON escapes it. */
export interface Progress {
  /**
   * Runs a step and reports its start, its duration and its result.
   *
   * @param describe the facts of a result: counts and sizes, never a value of a person
   */
  readonly step: <T>(
    name: string,
    work: (tell: Tell) => Promise<T>,
    describe?: (result: T) => Readonly<Record<string, string | number>>,
  ) => Promise<T>;
  /** Reports something that is no error. */
  notice(message: string): void;
  /**
   * Reports one of many results of the same kind.
   *
   * @param write makes a row of a table for people
   * @param fields for machines
   */
  row(write: (terminal: Terminal) => Row, fields: Readonly<Record<string, unknown>>): void;
  /** Writes a document, as it is unless a terminal shows it. */
  document(text: string): void;
  /** The result of the command, for people as a sentence, for machines as fields. */
  result(sentence: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Where progress is written; a stream with `isTTY` is a terminal. */
export type ProgressStream = Writable & {
  readonly isTTY?: boolean;
  readonly hasColors?: () => boolean;
  readonly columns?: number;
};

/** Progress for people on a terminal, as JSON lines elsewhere. */
export const createProgress = (stream: ProgressStream): Progress =>
  stream.isTTY === true ? terminalProgress(stream) : jsonProgress(stream);

const seconds = (since: number): number => Math.round(performance.now() - since) / 1000;

const CLEAR = "\r\u001b[K";

/** Characters in a line. A terminal whose size nobody has set says 0. */
const widthOf = ({ columns = 0 }: ProgressStream): number => (columns > 0 ? columns : 80);

const terminalProgress = (stream: ProgressStream): Progress => {
  // Draws the line of the running step. Other text takes its place, and the line moves down.
  let draw: (() => void) | undefined;
  const write = (text: string) => void stream.write(text);
  const above = (text: string, mark = "") => {
    write(`${draw === undefined ? "" : CLEAR}${mark}${printable(text)}\n`);
    draw?.();
  };
  return {
    async step(name, work, describe) {
      const since = performance.now();
      let told = "";
      const drawStep = () => {
        const line = `  … ${name}  ${seconds(since).toFixed(1)} s  ${told}`;
        write(
          `${CLEAR}${printable(line)
            .slice(0, widthOf(stream) - 1)
            .trimEnd()}`,
        );
      };
      draw = drawStep;
      drawStep();
      const timer = setInterval(drawStep, 100);
      try {
        const result = await work((line) => {
          told = line;
          drawStep();
        });
        const facts = Object.entries(describe?.(result) ?? {});
        const listed = facts.map(([key, value]) => `${key} ${value.toLocaleString("en")}`);
        write(
          `${CLEAR}  ✓ ${name.padEnd(10)} ${seconds(since).toFixed(2).padStart(6)} s  ${printable(listed.join(", "))}\n`,
        );
        return result;
      } catch (error) {
        write(`${CLEAR}  ✗ ${name}\n`);
        throw error;
      } finally {
        clearInterval(timer);
        draw = undefined;
      }
    },
    notice: (message) => above(`  ! ${message}`),
    row(writeRow) {
      const row = writeRow({ columns: widthOf(stream) });
      if (typeof row === "string") above(row);
      else if (stream.hasColors?.() === true)
        above(row.text, `\u001b[${row.colour}m${printable(row.mark)}\u001b[39m`);
      else above(`${row.mark}${row.text}`);
    },
    document: (text) => write(printable(text)),
    result: (sentence) => above(sentence),
  };
};

const jsonProgress = (stream: ProgressStream): Progress => {
  const line = (fields: object) => void stream.write(`${printable(JSON.stringify(fields))}\n`);
  return {
    async step(name, work, describe) {
      const since = performance.now();
      const result = await work((_line, fields) => {
        if (fields !== undefined) line(fields);
      });
      line({ step: name, seconds: seconds(since), ...describe?.(result) });
      return result;
    },
    notice: (message) => line({ notice: message }),
    row: (_write, fields) => line(fields),
    document: (text) => void stream.write(text),
    result: (message, fields) => line({ message, ...fields }),
  };
};
