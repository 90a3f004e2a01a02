import type { ModelDefinition } from "../model/model.js";
import { peliculas } from "./peliculas/model.js";
import { riesgo } from "./riesgo/model.js";
import { vih } from "./vih/model.js";

/** The models that this trainer knows; a new one is a folder beside this file and a line here. */
export const catalogue: readonly ModelDefinition[] = [riesgo, vih, peliculas];
