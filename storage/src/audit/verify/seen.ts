import type { SeenBlob } from "../line.js";
import type { Findings } from "./finding.js";
import type { RawLine } from "./lines.js";

interface OfBlob {
  most: number;
  readonly heads: Map<number, string>;
}

/** What others saw of blobs. */
export interface Sightings {
  readonly add: (seen: SeenBlob) => void;
  /** Compares a line of a blob with what was seen there. */
  readonly pass: (blob: string, line: RawLine, hash: string) => void;
  /** Compares the length of a blob with what was seen of it. */
  readonly end: (blob: string, bytes: number, lines: number) => void;
  /** Whether a blob was seen with this length and last line. */
  readonly has: (seen: SeenBlob) => boolean;
  /** Every blob that was seen. */
  readonly blobs: () => Iterable<string>;
}

/** Makes what compares blobs with what others saw of them. */
export const createSightings = ({ add: found }: Findings): Sightings => {
  const blobs = new Map<string, OfBlob>();
  return {
    add({ blob, bytes, head }) {
      const known = blobs.get(blob) ?? { most: 0, heads: new Map<number, string>() };
      known.most = Math.max(known.most, bytes);
      if (head !== undefined) known.heads.set(bytes, head);
      blobs.set(blob, known);
    },

    pass(blob, { number, end }, hash) {
      const head = blobs.get(blob)?.heads.get(end);
      if (head !== undefined && head !== hash)
        found({
          ...{ kind: "changed", blob, line: number },
          problem: "is not the line that was seen there",
        });
    },

    end(blob, bytes, lines) {
      const most = blobs.get(blob)?.most ?? 0;
      if (bytes < most)
        found({
          ...{ kind: "removed", blob, line: lines + 1 },
          problem: `and what follows are missing: ${most - bytes} bytes that were seen are not there`,
        });
    },

    has: ({ blob, bytes, head }) =>
      head !== undefined && blobs.get(blob)?.heads.get(bytes) === head,
    blobs: () => blobs.keys(),
  };
};
