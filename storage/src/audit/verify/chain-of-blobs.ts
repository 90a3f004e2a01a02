import type { BlobStore } from "../../blob/blob-store.js";
import type { Opening, SeenBlob } from "../line.js";
import type { Finding, Findings } from "./finding.js";
import { rawLines } from "./lines.js";
import type { AuditBlob } from "./places.js";
import type { Sightings } from "./seen.js";
import { createWalk, missing, type Last } from "./walk.js";

/** A blob with the line that it begins with; undefined where that is none. */
export interface ChainedBlob extends AuditBlob {
  readonly opening: Opening | undefined;
}

/** What a chain is verified with. */
export interface ChainContext {
  readonly store: BlobStore;
  readonly findings: Findings;
  readonly sightings: Sightings;
  /** Whether blobs before the first one were left out. */
  readonly partial: boolean;
  /** Called with the end of each blob that was read. */
  readonly onBlob: (read: SeenBlob & { readonly lines: number }) => void;
}

/** What was found of a chain. */
export interface ChainResult {
  readonly ended: boolean;
  /** Lines whose writer never learned that they are kept. */
  readonly unsure: number;
  /** Whether it begins in blobs that were left out. */
  readonly begunBefore: boolean;
}

/** Verifies the blobs of one writer, in their order. */
export const verifyChain = async (
  blobs: readonly ChainedBlob[],
  context: ChainContext,
): Promise<ChainResult> => {
  const { findings, partial } = context;
  const links = linksOf(blobs);
  let lines = 0;
  let unsure = 0;
  let begunBefore = false;
  let before: { readonly blob: ChainedBlob; readonly last: Last } | undefined;
  for (const blob of blobs) {
    const { opening } = blob;
    if (opening !== undefined) {
      const first = opening.seq === 1 ? 0 : links.passedAt(opening);
      const fromBefore = partial && before === undefined && opening.seq > 1;
      begunBefore ||= fromBefore;
      if (first === undefined && !fromBefore) findings.add(brokenLink(blob, opening, before));
      const beyond = lines - (first ?? lines);
      if (beyond > opening.unsure) findings.add(overlong(before!.blob, beyond - opening.unsure));
      unsure += Math.min(beyond, opening.unsure);
      lines -= beyond;
    }
    const walked = await walkBlob(blob, context, (seq, hash) => {
      lines++;
      links.pass(seq, hash, lines);
    });
    before = { blob, last: walked };
  }
  return { ended: before?.last.ended ?? false, unsure, begunBefore };
};

/** Where the lines are that later blobs follow. */
const linksOf = (blobs: readonly ChainedBlob[]) => {
  const wanted = new Map<number, Map<string, number | undefined>>();
  for (const { opening } of blobs)
    if (typeof opening?.previous === "string") {
      const of = wanted.get(opening.seq - 1) ?? new Map<string, number | undefined>();
      wanted.set(opening.seq - 1, of.set(opening.previous, undefined));
    }
  return {
    /** Takes note of a line by its place in the chain. */
    pass(seq: number, hash: string, place: number): void {
      const of = wanted.get(seq);
      if (of?.has(hash) === true && of.get(hash) === undefined) of.set(hash, place);
    },
    /** The place of the line that a blob follows; undefined where it has not passed. */
    passedAt: ({ seq, previous }: Opening): number | undefined =>
      previous === null ? undefined : wanted.get(seq - 1)?.get(previous),
  };
};

const walkBlob = async (
  { name, opening, bytes: listed }: ChainedBlob,
  { store, findings, sightings, onBlob }: ChainContext,
  onLink: (seq: number, hash: string) => void,
): Promise<Last> => {
  if (opening === undefined && listed > 0)
    findings.add({
      ...{ kind: "changed", blob: name, line: 1 },
      problem: "is not the line that a blob begins with: that was changed or removed",
    });
  else if (opening !== undefined && opening.blob !== name)
    findings.add({
      ...{ kind: "renamed", blob: name, line: 1 },
      problem: `says that the blob was written as ${opening.blob}`,
    });
  const walk = createWalk(name, findings, onLink);
  let at = { bytes: 0, lines: 0, head: "" };
  for await (const line of rawLines(store.stream(name))) {
    const head = walk.pass(line);
    sightings.pass(name, line, head);
    at = { bytes: line.end, lines: line.number, head };
  }
  walk.end();
  sightings.end(name, at.bytes, at.lines);
  onBlob({ blob: name, ...at });
  return walk.last();
};

const brokenLink = (
  { name, number }: ChainedBlob,
  { seq }: Opening,
  before: { readonly blob: ChainedBlob; readonly last: Last } | undefined,
): Finding => {
  const last = before?.last.seq ?? 0;
  if (before !== undefined && last >= seq - 1)
    return {
      ...{
        kind: "changed",
        blob: before.blob.name,
        line: last === seq - 1 ? before.last.line : null,
      },
      problem: `is not what ${name} follows`,
    };
  const skipped = number - (before?.blob.number ?? 0) - 1;
  const blobs =
    skipped === 0 ? "" : `; the writer's ${nth(before?.blob.number ?? 0, number)} not there`;
  return {
    ...{ kind: "removed", blob: name, line: 1 },
    problem: `comes after ${missing(last + 1, seq - 1)}${blobs}`,
  };
};

const nth = (from: number, to: number): string =>
  to - from === 2 ? `blob ${from + 1} is` : `blobs ${from + 1} to ${to - 1} are`;

const overlong = ({ name }: ChainedBlob, count: number): Finding => ({
  ...{ kind: "inserted", blob: name, line: null },
  problem: `has ${count} ${count === 1 ? "line" : "lines"} more than the next blob of its writer follows`,
});
