import { modelNamed } from "@despliega/trainer/model/catalogue.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

/** A model that comes with the project, as its folder defines it. */
export const shippedModel = (name: "riesgo" | "vih" | "peliculas"): ModelDefinition =>
  modelNamed(name);

export const riesgo = shippedModel("riesgo");
export const vih = shippedModel("vih");
export const peliculas = shippedModel("peliculas");

const { points: _, ...unpointed } = riesgo;

/** `riesgo` without points, for estimators that have none. */
export const riesgoWithoutPoints: ModelDefinition = unpointed;
