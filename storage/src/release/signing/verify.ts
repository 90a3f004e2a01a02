import type { BlobStore } from "../../blob/blob-store.js";
import { DespliegaError } from "../../errors/error.js";
import {
  BlobMissing,
  ChampionMissing,
  ReleaseInvalid,
  SignatureInvalid,
} from "../../errors/errors.js";
import { blobNames, isModelName } from "../blob-names.js";
import { readChallenger } from "../challenger.js";
import { readChampion, type Champion } from "../champion.js";
import { readLedger } from "../ledger.js";
import { isElsewhere, pointerProblem, signedBytes } from "./pointer-signature.js";
import { unitOf } from "../unit.js";
import { readUnit, requireParts } from "./units.js";
import { findUnits } from "../version-blobs.js";

/** One thing of a model that was checked. */
export interface Verified {
  readonly model: string;
  readonly kind: "release" | "edition" | "pointer" | "challenger" | "ledger";
  /** The version, the version with its edition, or the name of the blob. */
  readonly name: string;
  /** How many parts or moves it has that were checked. */
  readonly checked: number;
  /** Moves of the ledger from before the first one that was signed for this store, of which nothing is known. */
  readonly unsigned?: number;
  /** Why it does not count; undefined for one that does. */
  readonly problem: string | undefined;
}

/** Lists the models that have anything to check, in the order of their names. */
export const verifiableModels = async (store: BlobStore): Promise<string[]> => {
  const models = new Set<string>();
  for await (const { name } of store.list("train_models/")) {
    const model = name.split("/")[1] ?? "";
    if (isModelName(model)) models.add(model);
  }
  return [...models];
};

/**
 * Checks what is published of a model: every manifest with the hashes of all its parts, the pointers and every move of the
 * ledger; the signatures too where the store says whose count.
 *
 * @throws `CHAMPION_MISSING` for a model of which there is nothing, and what the store throws when it cannot be read
 */
export async function* verifyModel(store: BlobStore, model: string): AsyncGenerator<Verified> {
  const units = [...(await findUnits(store, model)).values()]
    .filter(({ published }) => published !== undefined)
    .toSorted((a, b) => (unitOf(a.version, a.edition) < unitOf(b.version, b.edition) ? -1 : 1));
  for (const { version, edition } of units)
    yield verified(
      {
        model,
        kind: edition === undefined ? "release" : "edition",
        name: unitOf(version, edition),
      },
      async () => {
        const { manifest } = await readUnit(store, { model, version, edition });
        return { checked: await requireParts(store, manifest) };
      },
    );
  yield* verifyPointers(store, model, units.length > 0);
}

async function* verifyPointers(
  store: BlobStore,
  model: string,
  isPublished: boolean,
): AsyncGenerator<Verified> {
  let champion: Champion | undefined;
  const pointer = { model, kind: "pointer", name: blobNames.champion(model) } as const;
  const found = await verified(pointer, async () => {
    ({ champion } = await readChampion(store, model));
    return { checked: Number(champion !== undefined) };
  });
  if (found.checked > 0 || found.problem !== undefined) yield found;
  const challenger = { model, kind: "challenger", name: blobNames.challenger(model) } as const;
  const beside = await verified(challenger, async () => {
    const { etag } = await readChallenger(store, model);
    return { checked: Number(etag !== null) };
  });
  if (beside.checked > 0 || beside.problem !== undefined) yield beside;
  const ledger = { model, kind: "ledger", name: blobNames.ledger(model) } as const;
  const moves = await verified(ledger, () => verifyLedger(store, model, champion));
  const nothing = [found, beside, moves].every((of) => of.checked === 0 && !of.problem);
  if (nothing && !isPublished) throw new ChampionMissing({ model });
  yield moves;
}

/** Checks that the ledger's moves are signed from the first signed one on, and that the pointer is its last move. */
const verifyLedger = async (store: BlobStore, model: string, champion: Champion | undefined) => {
  const name = blobNames.ledger(model);
  const moves = await readLedger(store, model);
  const { signatures = {} } = store;
  // Moves of another store are from before this one was restored from it.
  const first = moves.findIndex(
    (move) => move.signature !== undefined && !isElsewhere(signatures.store, move),
  );
  const unsigned = first < 0 ? moves.length : first;
  if (signatures.trusted !== undefined)
    for (const move of moves.slice(unsigned)) {
      const problem = pointerProblem(signatures, "despliega-move", move);
      if (problem !== undefined)
        throw new SignatureInvalid({ name, problem: `move ${move.sequence}: ${problem}` });
    }
  const last = moves.at(-1);
  const isBehind = (champion?.sequence ?? 0) - (last?.sequence ?? 0);
  // A move that was interrupted before its record is recorded by the next one.
  const differs =
    champion !== undefined &&
    (isBehind === 0 ? !moved(champion).equals(moved(last!)) : isBehind !== 1);
  if (differs) throw new ReleaseInvalid({ name, problem: "its last move is not the pointer's" });
  return { checked: moves.length, ...(signatures.trusted === undefined ? {} : { unsigned }) };
};

/** What a move did. Another signature, for the store that it was restored to, makes no other move of it. */
const moved = (move: Champion): Buffer => signedBytes({ ...move, store: undefined });

type Checks = Pick<Verified, "checked" | "unsigned">;

const verified = async (
  of: Pick<Verified, "model" | "kind" | "name">,
  check: () => Promise<Checks>,
): Promise<Verified> => {
  try {
    return { ...of, ...(await check()), problem: undefined };
  } catch (error) {
    if (!(error instanceof DespliegaError) || !FOUND.has(error.code)) throw error;
    return { ...of, checked: 0, problem: error.message };
  }
};

/** Errors that say how a release is; any other says that it could not be looked at. */
const FOUND: ReadonlySet<string> = new Set([
  BlobMissing.code,
  ReleaseInvalid.code,
  SignatureInvalid.code,
]);
