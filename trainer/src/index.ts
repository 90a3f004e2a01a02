export { openEngine } from "./engine/open-engine.js";
export type { Engine, EngineOptions } from "./engine/engine.js";
export {
  fitLogistic,
  type LogisticFit,
  type LogisticOptions,
} from "./estimators/logistic/logistic.js";
export { describeFeatures } from "./estimators/statistics.js";
export { models, readCatalogue, type Catalogue } from "./model/catalogue.js";
export type { Trained } from "./pipeline/conclude.js";
export { createProgress, type Progress } from "./pipeline/progress.js";
export { readTrainerSettings, type TrainerSettings } from "./pipeline/settings.js";
export { train, type TrainOptions } from "./pipeline/train.js";
