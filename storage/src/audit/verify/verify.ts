import type { BlobStore } from "../../blob/blob-store.js";
import { Linked, lineHash, objectIn, Opening, type SeenBlob } from "../line.js";
import { verifyChain, type ChainedBlob } from "./chain-of-blobs.js";
import { createFindings, type Finding } from "./finding.js";
import { rawLines } from "./lines.js";
import { auditBlob, chainsOf, type AuditBlob } from "./places.js";
import { createSightings } from "./seen.js";

/** What is verified. */
export interface VerifyOptions {
  /** The folder of a model. Default: all folders */
  readonly folder?: string | undefined;
  /** The first day in UTC, YYYY-MM-DD. Default: the beginning */
  readonly since?: string | undefined;
  /** What was seen of blobs elsewhere, such as in a log of the api. */
  readonly seen?: readonly SeenBlob[];
  /** Called after each blob. */
  readonly tell?: (blobs: number, of: number) => void;
}

/** What a verification found. */
export interface Verification {
  readonly blobs: number;
  readonly lines: number;
  readonly writers: number;
  /** Writers whose log has no end: they run still, or were killed, or their end was removed. */
  readonly open: number;
  /** Writers whose log begins before the first day. */
  readonly begunBefore: number;
  /** Lines of which their writers never learned whether they were kept. */
  readonly unsure: number;
  /** Lines from before lines had a chain. */
  readonly unchained: number;
  /** Blobs with names that no record has. */
  readonly strangers: number;
  /** The first 1,000. */
  readonly findings: readonly Finding[];
  readonly faults: number;
  /** The ends of the blobs that no one has seen so yet. */
  readonly unseen: readonly SeenBlob[];
}

/**
 * Reads the audit and finds lines and blobs that were removed, changed, moved or inserted. It holds the names of blobs,
 * never their lines.
 *
 * @throws the store's error
 */
export const verifyAudit = async (
  store: BlobStore,
  { folder, since = "", seen = [], tell = () => {} }: VerifyOptions,
): Promise<Verification> => {
  const findings = createFindings();
  const sightings = createSightings(findings);
  for (const blob of seen) sightings.add(blob);

  const { blobs, strangers } = await blobsOf(store, folder, since);
  const opened: (ChainedBlob & { readonly linked: boolean })[] = [];
  for (const blob of blobs) {
    const first = await beginningOf(store, blob);
    for (const other of first.opening?.seen ?? []) sightings.add(other);
    opened.push({ ...blob, ...first });
  }

  const count = {
    blobs: 0,
    lines: 0,
    writers: 0,
    open: 0,
    begunBefore: 0,
    unsure: 0,
    unchained: 0,
  };
  const unseen: SeenBlob[] = [];
  const onBlob = ({ lines, ...end }: SeenBlob & { readonly lines: number }): void => {
    count.blobs++;
    count.lines += lines;
    if (lines > 0 && !sightings.has(end)) unseen.push(end);
    tell(count.blobs, blobs.length);
  };

  const firstDays = firstDaysOf(opened);
  for (const chain of chainsOf(opened) as readonly (typeof opened)[]) {
    const chained = chain.some(({ linked }) => linked);
    const context = { store, findings, sightings, partial: since !== "", onBlob };
    if (!chained) {
      for (const blob of chain)
        count.unchained += await readUnchained(blob, context, firstDays.get(blob.folder));
      continue;
    }
    const { ended, unsure, begunBefore } = await verifyChain(chain, context);
    count.writers++;
    count.open += ended ? 0 : 1;
    count.begunBefore += begunBefore ? 1 : 0;
    count.unsure += unsure;
  }

  const there = new Set(blobs.map(({ name }) => name));
  for (const name of sightings.blobs()) {
    const blob = auditBlob({ name, bytes: 0 });
    const asked =
      blob !== undefined && blob.day >= since && (folder ?? blob.folder) === blob.folder;
    if (asked && !there.has(name) && !(await isThere(store, name)))
      findings.add({
        kind: "removed",
        blob: name,
        line: null,
        problem: "was seen and is not there",
      });
  }
  return { ...count, strangers, findings: findings.first, faults: findings.count(), unseen };
};

const blobsOf = async (store: BlobStore, folder: string | undefined, since: string) => {
  const blobs: AuditBlob[] = [];
  let strangers = 0;
  for await (const listed of store.list(folder === undefined ? "" : `${folder}/`)) {
    const blob = auditBlob(listed);
    if (blob === undefined) strangers++;
    else if (blob.day >= since) blobs.push(blob);
  }
  return { blobs, strangers };
};

/** How a blob begins, and whether its lines are meant to be a chain. */
const beginningOf = async (store: BlobStore, { name }: AuditBlob) => {
  for await (const { bytes } of rawLines(store.stream(name))) {
    const record = objectIn(bytes);
    const opening = Opening.safeParse(record).data;
    return { opening, linked: record === undefined || "seq" in record };
  }
  return { opening: undefined, linked: false };
};

/** The first day of each folder on which lines had a chain. */
const firstDaysOf = (blobs: readonly ChainedBlob[]): ReadonlyMap<string, string> => {
  const days = new Map<string, string>();
  for (const { folder, day, opening } of blobs)
    if (opening !== undefined && day < (days.get(folder) ?? "~")) days.set(folder, day);
  return days;
};

/** Counts the lines of a blob without a chain. */
const readUnchained = async (
  { name, day, bytes }: AuditBlob,
  { store, findings, sightings, onBlob }: Parameters<typeof verifyChain>[1],
  firstDay = "~",
): Promise<number> => {
  if (bytes > 0 && day > firstDay)
    findings.add({
      ...{ kind: "unchained", blob: name, line: null },
      problem: `has lines without a chain, though lines have one since ${firstDay}`,
    });
  let at = { bytes: 0, lines: 0, head: "" };
  let linked = false;
  for await (const line of rawLines(store.stream(name))) {
    const head = lineHash(line.bytes);
    sightings.pass(name, line, head);
    if (
      !linked &&
      line.bytes.includes('"seq":') &&
      Linked.safeParse(objectIn(line.bytes)).success
    ) {
      linked = true;
      findings.add({
        ...{ kind: "changed", blob: name, line: line.number },
        problem: "is a line of a chain among lines without one",
      });
    }
    at = { bytes: line.end, lines: line.number, head };
  }
  sightings.end(name, at.bytes, at.lines);
  onBlob({ blob: name, ...at });
  return at.lines;
};

const isThere = async (store: BlobStore, name: string): Promise<boolean> => {
  for await (const listed of store.list(name)) if (listed.name === name) return true;
  return false;
};
