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
 * Tells the models of the trainer apart.
 *
 * @param guarded whether authentication protects models about people
 */
export const localModels = ({ models, broken }: Catalogue, guarded: boolean): LocalModels => {
  const aboutPeople = models.filter(({ privacy }) => privacy === "sensitive");
  return {
    open: models.filter(({ privacy }) => privacy === "open"),
    sensitive: guarded ? aboutPeople : [],
    leftOut: [
      ...broken.map(({ name, error }) => ({ name, reason: `as ${error.message}` })),
      ...(guarded ? [] : aboutPeople).map(({ name }) => ({
        name,
        reason: "which is about people: set DESPLIEGA_AUTH=entra to say who may ask",
      })),
    ],
  };
};
