import type { BlobStore } from "../blob/blob-store.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { ApprovalsMissing, BlobMissing } from "../errors/errors.js";
import { Approval } from "./approval.js";
import { blobNames } from "./blob-names.js";
import type { Champion } from "./champion.js";
import { readLedger } from "./ledger.js";
import type { Manifest } from "./manifest/manifest.js";
import { parseJson } from "./parse-json.js";
import { signedInRecord } from "./signed-in-record.js";

/** A release that may ask for approvals, by the SHA-256 of its manifest. */
export interface Approvable {
  readonly manifest: Pick<Manifest, "model" | "version" | "approvals">;
  readonly sha256: string;
}

/**
 * Records that somebody approves a release, for the next promotion only. A second approval by the same identity is no
 * other.
 *
 * @param champion the pointer at this moment. An approval that another move outruns does not count
 * @returns the approvals that count, this one among them
 */
export const approve = async (
  store: BlobStore,
  release: Approvable,
  champion: Champion | undefined,
  given: Pick<Approval, "at" | "by" | "why">,
): Promise<readonly Approval[]> => {
  const { model, version } = release.manifest;
  const name = blobNames.approvals(model, version);
  const after = await lastChange(store, model, champion);
  const signedIn = await signedInRecord(store);
  const line = `${JSON.stringify({ ...given, ...signedIn, manifest: release.sha256, after })}\n`;
  return untilUnchanged(async () => {
    const bytes = await read(store, name);
    const counting = countingOf(bytes, name, release.sha256, after);
    if (counting.some(({ by }) => identityOf(by) === identityOf(given.by))) return counting;
    await store.append(name, Buffer.from(line), bytes.length);
    return countingOf(Buffer.concat([bytes, Buffer.from(line)]), name, release.sha256, after);
  });
};

/**
 * Reads the approvals of a release that count: of this manifest, one of each identity, and given since the last promotion
 * or rollback.
 *
 * @param champion the pointer at this moment
 */
export const readApprovals = async (
  store: BlobStore,
  { manifest: { model, version }, sha256 }: Approvable,
  champion: Champion | undefined,
): Promise<readonly Approval[]> => {
  const name = blobNames.approvals(model, version);
  const after = await lastChange(store, model, champion);
  return countingOf(await read(store, name), name, sha256, after);
};

/**
 * Checks that enough identities stand for a promotion: those that approve the release, and the one that promotes it.
 *
 * @param champion the pointer at this moment, whose etag the promotion must match
 * @returns what the pointer says of it; undefined for a release that asks for no approvals
 * @throws `APPROVALS_MISSING`
 */
export const requireApprovals = async (
  store: BlobStore,
  release: Approvable,
  champion: Champion | undefined,
  { by, waived = false }: { readonly by: string; readonly waived?: boolean | undefined },
): Promise<Champion["approvals"]> => {
  const { model, version, approvals: needed } = release.manifest;
  if (needed === undefined) return undefined;
  const given = [...(await readApprovals(store, release, champion))];
  if (waived) return { needed, given, waived };
  const identities = new Map([...given.map((of) => of.by), by].map((of) => [identityOf(of), of]));
  if (identities.size < needed)
    throw new ApprovalsMissing({ model, version, needed, have: [...identities.values()] });
  return { needed, given };
};

/** The sequence of the last move that changed the release, since a refresh of its features decides nothing. */
const lastChange = async (
  store: BlobStore,
  model: string,
  champion: Champion | undefined,
): Promise<number> => {
  if (champion === undefined) return 0;
  const moves = CHANGES.has(champion.action) ? [champion] : await readLedger(store, model);
  return moves.findLast(({ action }) => CHANGES.has(action))?.sequence ?? 0;
};
const CHANGES: ReadonlySet<string> = new Set(["promote", "rollback"]);

const countingOf = (
  bytes: Buffer,
  name: string,
  sha256: string,
  after: number,
): readonly Approval[] => {
  const lines = bytes.toString().split("\n");
  const all = lines
    .filter((line) => line !== "")
    .map((line) => parseJson(Approval, Buffer.from(line), name));
  const first = new Map<string, Approval>();
  for (const approval of all)
    if (approval.manifest === sha256 && approval.after === after)
      if (!first.has(identityOf(approval.by))) first.set(identityOf(approval.by), approval);
  return [...first.values()];
};

// Two ways to write one name are no two people.
const identityOf = (by: string): string => by.trim().normalize("NFKC").toLowerCase();

const read = async (store: BlobStore, name: string): Promise<Buffer> => {
  try {
    return (await store.read(name)).bytes;
  } catch (error) {
    if (error instanceof BlobMissing) return Buffer.alloc(0);
    throw error;
  }
};
