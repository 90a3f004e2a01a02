import type { Writable } from "node:stream";

/** What a terminal can show. */
export interface Terminal {
  readonly colours: boolean;
  /** Characters in a line. */
  readonly columns: number;
}

/**
 * Reports how far a running step has come.
 *
 * @param line what a terminal shows beside the step until the next call
 * @param fields for machines; undefined writes no line for them
 */
export type Tell = (line: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Reports the progress of a run. */
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
  row(write: (terminal: Terminal) => string, fields: Readonly<Record<string, unknown>>): void;
  /** Writes a document as it is. */
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
  const above = (text: string) => {
    write(`${draw === undefined ? "" : CLEAR}${text}\n`);
    draw?.();
  };
  return {
    async step(name, work, describe) {
      const since = performance.now();
      let told = "";
      const drawStep = () => {
        const line = `  … ${name}  ${seconds(since).toFixed(1)} s  ${told}`;
        write(`${CLEAR}${line.slice(0, widthOf(stream) - 1).trimEnd()}`);
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
          `${CLEAR}  ✓ ${name.padEnd(10)} ${seconds(since).toFixed(2).padStart(6)} s  ${listed.join(", ")}\n`,
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
      above(writeRow({ colours: stream.hasColors?.() ?? false, columns: widthOf(stream) }));
    },
    document: write,
    result: above,
  };
};

const jsonProgress = (stream: ProgressStream): Progress => {
  const line = (fields: object) => void stream.write(`${JSON.stringify(fields)}\n`);
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
