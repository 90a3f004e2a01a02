export { openEngine, type Engine, type EngineOptions } from "./engine.js";
export {
  fitLogistic,
  type LogisticFit,
  type LogisticOptions,
} from "./estimators/logistic/logistic.js";
export { describeFeatures } from "./statistics.js";
export { models, readCatalogue, type Catalogue } from "./model/catalogue.js";
export { createProgress, type Progress } from "./progress.js";
export { readTrainerSettings, type TrainerSettings } from "./settings.js";
export { train, type TrainOptions, type Trained } from "./train.js";
