import type { LineLinks } from "../blob/daily-log.js";
import { lineHash, type SeenBlob } from "./line.js";

/** How far a chain is known to be kept. */
export interface ChainHead {
  readonly blob: string;
  /** The length of the blob. */
  readonly bytes: number;
  /** The sequence number of the last line. */
  readonly seq: number;
  /** The SHA-256 of the last line. */
  readonly head: string;
}

/** The chain of one writer. */
export interface Chain extends LineLinks {
  /** Undefined until a line is kept. */
  readonly head: () => ChainHead | undefined;
}

/** What the first line of each blob says. */
export interface ChainOptions {
  readonly now: () => Date;
  /** Other blobs that the writer saw before it began. Default: none */
  readonly seen?: readonly SeenBlob[];
}

/** Bytes that a chain adds at most: to each line, and to an append with the first line of a blob. */
const ADDED = { line: 120, append: 512 };

const LINE_FEED = Buffer.from("\n");

/**
 * Makes a chain: each line gets a sequence number and the SHA-256 of the line before it, and each blob begins with a
 * line of its own. Where the outcome of an append is not known, the next one follows the last line that is known to be
 * kept, and its blob says how many lines may lie between.
 */
export const createChain = ({ now, seen = [] }: ChainOptions): Chain => {
  let sure: { readonly seq: number; readonly head: string | null } = { seq: 0, head: null };
  let kept: ChainHead | undefined;
  let sent: ChainHead | undefined;
  let unsure = 0;

  return {
    added: ADDED,
    head: () => kept,

    link(lines, { name, bytes }) {
      let { seq, head } = sure;
      const parts: Uint8Array[] = [];
      let length = bytes;
      const add = (line: Uint8Array): void => {
        const link = Buffer.from(
          `{"seq":${++seq},"previous":${head === null ? null : `"${head}"`},`,
        );
        const linked = Buffer.concat([link, withoutEnd(line).subarray(1)]);
        head = lineHash(linked);
        parts.push(linked, LINE_FEED);
        length += linked.length + 1;
      };
      if (bytes === 0) add(opening(name, unsure));
      for (const line of lines) add(line);
      unsure += seq - sure.seq;
      sent = { blob: name, bytes: length, seq, head: head! };
      return Buffer.concat(parts);
    },

    kept() {
      kept = sent!;
      sure = kept;
      unsure = 0;
    },
  };

  function opening(blob: string, missing: number): Uint8Array {
    return Buffer.from(
      JSON.stringify({
        at: now().toISOString(),
        decision: "blob begun",
        blob,
        ...(missing === 0 ? {} : { unsure: missing }),
        ...(seen.length === 0 || sure.seq > 0 ? {} : { seen }),
      }),
    );
  }
};

const withoutEnd = (line: Uint8Array): Uint8Array =>
  line.at(-1) === 0x0a ? line.subarray(0, -1) : line;
