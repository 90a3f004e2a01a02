import { SettingInvalid } from "@despliega/storage";
import { catalogue } from "@despliega/trainer/models/catalogue.js";

/** A model of the trainer. */
export type Model = (typeof catalogue)[number];

/** The models to train and to serve, by who may ask them. */
export interface LocalModels {
  /** Answer whomever the api answers. */
  readonly open: readonly Model[];
  /** Are about people, and answer callers with tokens only. */
  readonly sensitive: readonly Model[];
  /** Are about people too, and nothing says who may ask them. */
  readonly leftOut: readonly Model[];
}

/**
 * The trainer's models, or those of them that are named.
 *
 * @param guarded whether something says who may ask a model about people
 * @throws `SETTING_INVALID` for a name that the trainer does not know
 */
export const localModels = (
  named: readonly string[] | undefined,
  guarded: boolean,
): LocalModels => {
  const known = catalogue.map(({ name }) => name);
  if (named?.some((name) => !known.includes(name)))
    throw new SettingInvalid({
      name: "DESPLIEGA_MODELS",
      problem: `must name models that the trainer knows: ${known.join(", ")}`,
    });
  const wanted = catalogue.filter(({ name }) => named?.includes(name) ?? true);
  const aboutPeople = wanted.filter(({ privacy }) => privacy === "sensitive");
  return {
    open: wanted.filter(({ privacy }) => privacy === "open"),
    sensitive: guarded ? aboutPeople : [],
    leftOut: guarded ? [] : aboutPeople,
  };
};
