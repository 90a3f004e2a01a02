import { ENDED, Linked, lineHash, objectIn } from "../line.js";
import type { Findings } from "./finding.js";
import type { RawLine } from "./lines.js";

/** Walks over the lines of one blob. */
export interface Walk {
  /** @returns the SHA-256 of the line */
  readonly pass: (line: RawLine) => string;
  /** Tells what is missing between lines. */
  readonly end: () => void;
  /** The newest line that is in order. */
  readonly last: () => Last;
}

/** The newest line of a walk that is in order. */
export interface Last {
  readonly seq: number;
  readonly hash: string;
  readonly line: number;
  readonly ended: boolean;
}

interface Gap {
  from: number;
  readonly to: number;
  /** The line before which lines are missing. */
  readonly before: number;
}

/**
 * Walks over the lines of a blob, each of which must have the next sequence number and name the line before.
 *
 * @param onLink called for each line that is in order
 */
export const createWalk = (
  blob: string,
  { add: found }: Findings,
  onLink: (seq: number, hash: string) => void,
): Walk => {
  let last: Last | undefined;
  let gaps: Gap[] = [];
  // Lines that are none of the chain, each of which may stand for one that is missing.
  let strange = 0;

  const advance = (seq: number, hash: string, line: number, ended: boolean): void => {
    if (last?.ended === true)
      found({ kind: "inserted", blob, line, problem: "stands after the end of the log" });
    last = { seq, hash, line, ended };
    strange = 0;
    onLink(seq, hash);
  };

  return {
    pass({ bytes, number, whole }) {
      const hash = lineHash(bytes);
      if (!whole) {
        const problem = "has no end: its writer was cut off, or the blob was cut";
        found({ kind: "cut", blob, line: number, problem });
        return hash;
      }
      const record = objectIn(bytes);
      const link = Linked.safeParse(record).data;
      if (link === undefined) {
        strange++;
        const problem = "is no line of the log: it was changed or inserted";
        found({ kind: "changed", blob, line: number, problem });
        return hash;
      }
      const { seq, previous } = link;
      const ended = record?.["decision"] === ENDED;
      if (last !== undefined && seq <= last.seq) {
        const gap = gaps.find(({ from, to }) => from <= seq && seq <= to);
        if (gap === undefined)
          found({
            ...{ kind: "inserted", blob, line: number },
            problem: `has the sequence number ${seq}, which another line has`,
          });
        else {
          gaps = gaps.flatMap((of) => (of === gap ? without(of, seq) : [of]));
          const problem = `has the sequence number ${seq} and stands after line ${last.line}, which has ${last.seq}`;
          found({ kind: "moved", blob, line: number, problem });
        }
        return hash;
      }
      if (last !== undefined && seq === last.seq + 1 && previous !== last.hash)
        found({
          ...{ kind: "changed", blob, line: last.line },
          problem: `is not the line that line ${number} follows`,
        });
      if (last !== undefined && seq - last.seq - 1 > strange)
        gaps.push({ from: last.seq + 1 + strange, to: seq - 1, before: number });
      advance(seq, hash, number, ended);
      return hash;
    },

    end() {
      for (const { from, to, before } of gaps)
        found({
          ...{ kind: "removed", blob, line: before },
          problem: `comes after ${missing(from, to)}`,
        });
    },

    last: () => last ?? { seq: 0, hash: "", line: 0, ended: false },
  };
};

const without = (gap: Gap, seq: number): readonly Gap[] =>
  [
    { ...gap, to: seq - 1 },
    { ...gap, from: seq + 1 },
  ].filter(({ from, to }) => from <= to);

/** Missing sequence numbers in words. */
export const missing = (from: number, to: number): string =>
  from === to
    ? `a missing line, with the sequence number ${from}`
    : `${to - from + 1} missing lines, with the sequence numbers ${from} to ${to}`;
