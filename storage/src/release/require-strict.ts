import type { BlobStore } from "../blob/blob-store.js";
import {
  BlobMissing,
  ReleaseInvalid,
  ReleaseLessStrict,
  SignatureInvalid,
} from "../errors/errors.js";
import type { Champion, Position } from "./champion.js";
import type { Manifest } from "./manifest/manifest.js";
import { readManifest } from "./read.js";
import { loosened, termsOf, type StatesTerms, type Terms } from "./terms.js";

/** The setting that declares terms beside the releases. */
const DECLARED = "DESPLIEGA_SENSITIVE_MODELS";

/** Terms that models must meet, whatever their releases say. */
export type DeclaredTerms = ReadonlyMap<string, Partial<Terms>>;

/** A release, or the definition that one is made by. */
export type Declarable = StatesTerms & { readonly version?: string };

/**
 * Checks that a release meets the terms that the operator declares for its model, to less than which nobody can consent.
 *
 * @param declared default: none
 * @throws `RELEASE_LESS_STRICT`
 */
export const requireDeclared = (
  model: string,
  release: Declarable,
  declared: DeclaredTerms | undefined,
): void => {
  const found = loosened(termsOf(release), declared?.get(model) ?? {});
  if (found.length === 0) return;
  const { version } = release;
  const cure = "make it as strict, or change the setting";
  throw new ReleaseLessStrict({ model, version, than: DECLARED, found, cure });
};

/** How strict a release must be. */
export interface Strictness {
  /** Default: nothing is declared. */
  readonly declared?: DeclaredTerms | undefined;
  /** The reason of somebody who consents to a release that is less strict than the champion. Default: nobody does. */
  readonly relaxed?: string | undefined;
}

/**
 * Checks that a release meets the declared terms, and is as strict as the champion unless somebody consents.
 *
 * @param champion the pointer at this moment
 * @returns the reason where it was needed, as the pointer keeps it
 * @throws `RELEASE_LESS_STRICT`
 */
export const requireStrict = async (
  store: BlobStore,
  manifest: Manifest,
  champion: Champion | undefined,
  { declared, relaxed }: Strictness,
): Promise<Champion["relaxed"]> => {
  const { model, version } = manifest;
  requireDeclared(model, manifest, declared);
  if (champion?.version === version) return champion.relaxed;
  const found = await loosenedSince(store, manifest, champion);
  if (found.length === 0) return undefined;
  if (relaxed !== undefined) return relaxed;
  const than = `the champion ${champion?.version}`;
  throw new ReleaseLessStrict({ model, version, than, found, cure: CONSENT });
};

/** What is less strict in a release than in the one at a position, as {@link loosened} says it. */
export const loosenedSince = async (
  store: BlobStore,
  manifest: Manifest,
  position: Pick<Position, "version" | "manifest"> | null | undefined,
): Promise<readonly string[]> => {
  if (!position || position.version === manifest.version) return [];
  const before = await manifestAt(store, manifest.model, position);
  return before === undefined ? [] : loosened(termsOf(manifest), termsOf(before));
};

/** The manifest of a release, if it can be read: one that is gone, damaged or not signed says nothing of what came before. */
const manifestAt = async (
  store: BlobStore,
  model: string,
  { version, manifest }: Pick<Position, "version" | "manifest">,
): Promise<Manifest | undefined> => {
  try {
    return await readManifest(store, model, version, manifest);
  } catch (error) {
    if (UNREADABLE.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
};

const UNREADABLE = [BlobMissing, ReleaseInvalid, SignatureInvalid];

const CONSENT = 'promote it with --accept-less-strict "why" if that is right';
