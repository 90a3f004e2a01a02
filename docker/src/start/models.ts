import { SettingInvalid } from "@despliega/storage";
import type { Catalogue } from "@despliega/trainer/model/catalogue.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

/** A model of the trainer. */
export type Model = ModelDefinition;

/** A model that is not served, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** The models to train and to serve. */
export interface LocalModels {
  /** Answer every caller of the api. */
  readonly open: readonly Model[];
  /** Are about people, and answer callers with tokens only. */
  readonly sensitive: readonly Model[];
  /** Have a definition that cannot be used, or are about people while no setting says which callers they answer. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The trainer's models, or those of them that are named.
 *
 * @param guarded whether authentication protects models about people
 * @throws `SETTING_INVALID` for a name that the trainer does not know
 */
export const localModels = (
  { models, broken }: Catalogue,
  named: readonly string[] | undefined,
  guarded: boolean,
): LocalModels => {
  const known = [...models, ...broken].map(({ name }) => name).toSorted();
  if (named?.some((name) => !known.includes(name)))
    throw new SettingInvalid({
      name: "DESPLIEGA_MODELS",
      problem: `must name models that the trainer knows: ${known.join(", ")}`,
    });
  const isWanted = ({ name }: { readonly name: string }) => named?.includes(name) ?? true;
  const wanted = models.filter(isWanted);
  const aboutPeople = wanted.filter(({ privacy }) => privacy === "sensitive");
  return {
    open: wanted.filter(({ privacy }) => privacy === "open"),
    sensitive: guarded ? aboutPeople : [],
    leftOut: [
      ...broken
        .filter(isWanted)
        .map(({ name, error }) => ({ name, reason: `as ${error.message}` })),
      ...(guarded ? [] : aboutPeople).map(({ name }) => ({
        name,
        reason: "which is about people: set DESPLIEGA_AUTH=entra to say who may ask",
      })),
    ],
  };
};
