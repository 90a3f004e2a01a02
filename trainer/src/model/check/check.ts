import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";
import { checkClasses } from "./classes.js";
import { checkDecision } from "./decision.js";
import { checkEstimators } from "./estimators.js";
import { checkInputs } from "./inputs.js";
import { checkFeatures } from "./features.js";
import { checkMetrics } from "./metrics.js";
import { checkMonitor } from "./monitor.js";
import { checkPoints } from "./points.js";
import { checkRecording } from "./recording.js";
import { checkSearch } from "./search.js";
import { checkServing } from "./serving.js";
import { checkTask } from "./task.js";

/** Problems of a definition whose fields are each right and do not fit each other. */
export const checkDefinition = (model: ModelDefinition): readonly FieldProblem[] =>
  [
    checkTask,
    checkMetrics,
    checkClasses,
    checkDecision,
    checkInputs,
    checkFeatures,
    checkEstimators,
    checkPoints,
    checkMonitor,
    checkSearch,
    checkServing,
    checkRecording,
  ].flatMap((check) => check(model));
