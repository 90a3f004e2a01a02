import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ChampionMissing, ReleaseInvalid } from "../errors/errors.js";
import { PromotionApprovals } from "./approval.js";
import { blobNames, isModelName } from "./blob-names.js";
import { Origin } from "./origin.js";
import { SignedInRecord } from "./signed-in-record.js";
import { isVersion } from "./version.js";
import { parseJson } from "./parse-json.js";
import { requireSigned } from "./signing/pointer-signature.js";

const version = z.string().refine(isVersion);
const manifestHash = z.string().regex(/^[0-9a-f]{64}$/);

/** An edition of a release's features: its name, and the SHA-256 of its manifest. */
const EditionPointer = z.looseObject({ name: version, manifest: manifestHash });
export type EditionPointer = z.infer<typeof EditionPointer>;

const Position = z.looseObject({
  version,
  /** SHA-256 of the manifest, which has the hashes of all parts. */
  manifest: manifestHash,
  /** Default: the features that the release was published with. */
  edition: EditionPointer.optional(),
});

/** What a pointer names: a release, and an edition of its features. */
export type Position = Pick<z.infer<typeof Position>, "version" | "manifest" | "edition">;

/** The position of a pointer. */
export const positionOf = ({ version, manifest, edition }: Position): Position => ({
  version,
  manifest,
  ...(edition === undefined ? {} : { edition }),
});

/** Whether two positions name the same features of the same release. */
export const isSamePosition = (a: Named, b: Named): boolean =>
  a.version === b.version && a.edition?.name === b.edition?.name;

/** The names in a position, without the hashes. */
export interface Named {
  readonly version: string;
  readonly edition?: Readonly<Pick<EditionPointer, "name">> | undefined;
}

/**
 * The pointer of a model, which is also the entry of its last move in the ledger. Fields of a later version are kept when
 * the pointer is written again.
 */
export const Champion = z
  .looseObject({
    model: z.string().refine(isModelName),
    /** Counts the moves of this pointer from 1. */
    sequence: z.int().positive(),
    action: z.enum(["promote", "rollback", "refresh"]),
    ...Position.shape,
    previous: Position.nullable(),
    at: z.iso.datetime(),
    by: z.string(),
    why: z.string(),
    /** Who was signed in, whatever `by` says; absent in what older trainers wrote. */
    signedIn: SignedInRecord.optional(),
    /** Where a copied release comes from; absent for one that was published here. */
    copied: Origin.optional(),
    /** Of a promotion whose release asks for approvals. */
    approvals: PromotionApprovals.optional(),
    /**
     * The reason for a promotion without a comparison with the earlier champion, or for features that are older or fewer
     * than those before; absent when none was needed.
     */
    consent: z.string().optional(),
    /** The reason for a release that is less strict toward people than the one before; absent when none was needed. */
    relaxed: z.string().optional(),
    /** The store that it was signed for; absent where nobody signs, and in moves from before stores were named. */
    store: z.string().optional(),
    /** Of the whole move but for this field; absent where nobody signs. */
    signature: z.string().optional(),
  })
  .refine(({ action, edition }) => action !== "refresh" || edition !== undefined, {
    error: "names no edition",
    path: ["edition"],
  });
export type Champion = z.infer<typeof Champion>;

/** The result of a read of a pointer. A move of the pointer must match its etag. */
export interface ReadChampion {
  readonly champion: Champion | undefined;
  readonly etag: string | null;
}

/**
 * Reads the pointer of a model. `champion` is undefined when no release was ever promoted.
 *
 * @throws `RELEASE_INVALID`, `SIGNATURE_INVALID`
 */
export const readChampion = async (store: BlobStore, model: string): Promise<ReadChampion> => {
  const name = blobNames.champion(model);
  try {
    const { bytes, etag } = await store.read(name);
    const champion = parseJson(Champion, bytes, name);
    if (champion.model !== model)
      throw new ReleaseInvalid({ name, problem: "it is the pointer of another model" });
    requireSigned(store, name, "despliega-move", champion);
    return { champion, etag };
  } catch (error) {
    if (error instanceof BlobMissing) return { champion: undefined, etag: null };
    throw error;
  }
};

/** Writes the pointer of a model, if it has not changed since it was read. @throws `BLOB_CHANGED` */
export const writeChampion = async (
  store: BlobStore,
  champion: Champion,
  etag: string | null,
): Promise<void> => {
  const bytes = Buffer.from(`${JSON.stringify(champion, null, 2)}\n`);
  await store.replace(blobNames.champion(champion.model), bytes, etag);
};

/** Reads the champion of a model. @throws `CHAMPION_MISSING` */
export const requireChampion = async (store: BlobStore, model: string): Promise<Champion> => {
  const { champion } = await readChampion(store, model);
  if (champion === undefined) throw new ChampionMissing({ model });
  return champion;
};

/** Lists the models that have a champion, in the order of their names. */
export const listModels = async (store: BlobStore): Promise<string[]> => {
  const models: string[] = [];
  for await (const { name } of store.list("train_models/")) {
    const model = name.split("/")[1] ?? "";
    if (isModelName(model) && name === blobNames.champion(model)) models.push(model);
  }
  return models;
};
