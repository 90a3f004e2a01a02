import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import type { BlobSource, BlobStore } from "../blob/blob-store.js";
import { BlobExists, ContainerMissing, ReleaseDiffers, ReleaseInvalid } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import type { Manifest } from "./manifest/manifest.js";
import type { ManifestPart } from "./manifest/part.js";
import { readSignature, signManifest } from "./signing/manifest-signature.js";
import { writeOrigin, type Origin } from "./origin.js";
import { withdrawFromPruning } from "./pruning.js";
import { parseManifest, readManifestBytes, streamPart } from "./read.js";

/** A release, the container that has it, and the one that gets it. */
export interface CopyRequest {
  readonly source: BlobStore;
  readonly target: BlobStore;
  readonly model: string;
  readonly version: string;
  /** Whether the encrypted identities go too. Default: they stay in the source. */
  readonly identities?: boolean;
}

/** What becomes of a part: it is sent, it is in the target already, or it stays in the source. */
export type PartFate = "sent" | "there" | "stays";

/** A part of a copied release. */
export interface CopiedPart {
  readonly name: string;
  readonly bytes: number;
  readonly fate: PartFate;
}

/** What a copy does. */
export interface CopyPlan {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, the same in both containers. */
  readonly sha256: string;
  /** Whether the target has the release already, manifest included. */
  readonly published: boolean;
  readonly parts: readonly CopiedPart[];
}

/** How a copy is done. */
export interface CopyOptions {
  /** A directory for one part at a time. */
  readonly directory: string;
  /** Actor, time, reason and commit, for the target. */
  readonly origin: Pick<Origin, "at" | "by" | "why" | "commit">;
  /** Called after each part. */
  readonly tell?: (part: CopiedPart) => void;
}

/**
 * Says what {@link copyRelease} would do. A part of the target counts as there by its name; a copy compares its bytes.
 *
 * @throws `RELEASE_DIFFERS` when the target has another release of that version; `RELEASE_INVALID`, `BLOB_MISSING`
 */
export const planCopy = async (request: CopyRequest): Promise<CopyPlan> => {
  const { source, target, model, version, identities = false } = request;
  const { manifest, sha256 } = await sealOf(source, model, version);
  const there = await namesIn(target, model, version);
  const published = there.has(blobNames.manifest(model, version));
  if (published) await requireSame(target, model, version, sha256);
  const fateOf = (part: ManifestPart): PartFate => {
    if (there.has(blobNames.described(model, version, part))) return "there";
    return part.folder === "identities" && !identities ? "stays" : "sent";
  };
  const parts = manifest.parts.map((part) => ({
    name: part.name,
    bytes: part.bytes,
    fate: fateOf(part),
  }));
  return { manifest, sha256, published, parts };
};

/**
 * Copies a release byte for byte, under its own version. Every part is hashed when it is read, and read again from the
 * target. Nothing is overwritten. The manifest is written last, so that a copy that was interrupted is no release, and the
 * next one sends only what the target lacks.
 *
 * @throws `RELEASE_DIFFERS` when the target has other bytes under one of the names; `RELEASE_INVALID` when a part of the
 * source is damaged; `RELEASE_PRUNED` when the target is deleting the version
 */
export const copyRelease = async (
  request: CopyRequest,
  { directory, origin, tell = () => {} }: CopyOptions,
): Promise<CopyPlan> => {
  const { source, target, model, version } = request;
  await withdrawFromPruning(target, model, { version });
  const plan = await planCopy(request);
  const { manifest, sha256, published, parts } = plan;
  for (const part of parts) {
    if (part.fate === "sent") await send(request, manifest, part.name, directory);
    if (part.fate !== "stays") await requireIntact(target, manifest, part.name);
    tell(part);
  }
  if (!published) {
    const from = { from: source.url, manifest: sha256, ...origin };
    const { manifest: kept } = await writeOrigin(target, model, version, from);
    if (kept !== sha256) throw differs(target, blobNames.origin(model, version));
    const bytes = await readManifestBytes(source, model, version, sha256);
    await copySignature(request, bytes);
    await createOnce(target, blobNames.manifest(model, version), bytes);
  }
  await requireSame(target, model, version, sha256);
  // A prune that began before the manifest was there may have claimed the version since.
  await withdrawFromPruning(target, model, { version });
  return plan;
};

/** Signs in the target, or takes the source's signature there where the target has no signer. */
const copySignature = async (
  { source, target, model, version }: CopyRequest,
  bytes: Uint8Array,
): Promise<void> => {
  if (target.signatures?.signer !== undefined)
    return signManifest(target, { model, version }, bytes);
  const signature = await readSignature(source, { model, version });
  if (signature !== undefined)
    await target.write(blobNames.signature(model, version), Buffer.from(signature));
};

/** Reads what vouches for a release: its manifest, which has the hash of each part. Both ends are checked against it. */
const sealOf = async (store: BlobStore, model: string, version: string) => {
  const bytes = await readManifestBytes(store, model, version);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { manifest: parseManifest(bytes, model, version), sha256 };
};

const requireSame = async (
  target: BlobStore,
  model: string,
  version: string,
  sha256: string,
): Promise<void> => {
  const seal = await sealOf(target, model, version);
  if (seal.sha256 !== sha256) throw differs(target, blobNames.manifest(model, version));
};

const requireIntact = async (
  target: BlobStore,
  manifest: Manifest,
  name: string,
): Promise<void> => {
  try {
    for await (const _chunk of streamPart(target, manifest, name));
  } catch (cause) {
    if (!(cause instanceof ReleaseInvalid)) throw cause;
    const part = manifest.parts.find((of) => of.name === name)!;
    const blob = blobNames.described(manifest.model, manifest.version, part);
    throw differs(target, blob, { cause });
  }
};

const send = async (
  { source, target }: CopyRequest,
  manifest: Manifest,
  name: string,
  directory: string,
): Promise<void> => {
  const { model, version, parts } = manifest;
  const part = parts.find((of) => of.name === name)!;
  const file = join(directory, name);
  try {
    await pipeline(streamPart(source, manifest, name), createWriteStream(file));
    await createOnce(target, blobNames.described(model, version, part), { file });
  } finally {
    await rm(file, { force: true });
  }
};

// Another copy of the same release may be faster: what it wrote is compared like any other.
const createOnce = async (target: BlobStore, name: string, content: BlobSource): Promise<void> => {
  try {
    await target.create(name, content);
  } catch (error) {
    if (!(error instanceof BlobExists)) throw error;
  }
};

const namesIn = async (
  target: BlobStore,
  model: string,
  version: string,
): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  try {
    for (const folder of blobNames.folders(model))
      for await (const { name } of target.list(`${folder}${version}/`)) names.add(name);
  } catch (error) {
    if (!(error instanceof ContainerMissing)) throw error;
  }
  return names;
};

const differs = ({ url }: BlobStore, name: string, options?: ErrorOptions) =>
  new ReleaseDiffers({ url, name }, options);
