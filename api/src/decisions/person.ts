import type { KeyObject } from "node:crypto";

import {
  answeredNames,
  keyHasher,
  personTagger,
  subjectOf,
  type Decision,
  type Manifest,
  type PseudonymKey,
} from "@despliega/storage";

import { DecisionsUnservable } from "../errors/errors.js";
import type { Answered } from "../serving/observed/answered.js";

/**
 * Says whom a row is about: a keyed hash for every reader, and what it stands for beside it where the line is encrypted.
 *
 * @param sealed whether it is
 */
export type NamePerson = (
  answered: Pick<Answered, "pseudonyms" | "keys">,
  row: number,
  sealed: boolean,
) => Pick<Decision, "person" | "pseudonym" | "key">;

/** Secrets that hide people. */
export interface PersonSecrets {
  /** Current one first. */
  readonly pseudonymKeys: readonly PseudonymKey[];
  /** Hides the keys of entities. */
  readonly predictionKey: KeyObject | undefined;
}

/** Makes what names the people of a release's rows. @throws `DECISIONS_UNSERVABLE` where a secret is missing */
export const personNamer = (
  manifest: Manifest,
  { pseudonymKeys, predictionKey }: PersonSecrets,
): NamePerson => {
  const { model, version, serving } = manifest;
  if (subjectOf(manifest) !== undefined) {
    const known = new Map(
      pseudonymKeys.map((key) => {
        const names = answeredNames(key, model);
        return [key.id, { tag: personTagger(key), names }] as const;
      }),
    );
    return ({ pseudonyms }, row) => {
      const inTable = pseudonyms![row]!;
      const { tag, names } = known.get(inTable.slice(0, inTable.indexOf(".")))!;
      return { person: tag(inTable), pseudonym: names.pseudonym(inTable) };
    };
  }
  if (serving.by === "row") return () => ({});
  if (predictionKey === undefined)
    throw new DecisionsUnservable({
      model,
      version,
      problem: "they are found by a hash of the key; set DESPLIEGA_PREDICTION_KEY",
    });
  const hash = keyHasher(predictionKey, model);
  return ({ keys }, row, sealed) => {
    // A row that holds all features is about no entity.
    const key = keys?.[row];
    if (key === undefined) return {};
    return { person: hash(key), ...(sealed ? { key: [...key] } : {}) };
  };
};
