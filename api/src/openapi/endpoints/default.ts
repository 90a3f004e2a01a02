import type { Manifest } from "@despliega/storage";

import { DEFAULT_TAG, type Endpoint } from "../endpoint.js";
import { ROWS_PROBLEMS } from "../rows-problems.js";
import { invocation } from "./mlflow.js";
import { v1Prediction } from "./v1.js";

/** The urls that name no model, answered by the default one. */
export const defaultEndpoints = (manifest: Manifest): readonly Endpoint[] => [
  {
    ...v1Prediction(manifest),
    path: "/v1/prediction",
    id: "predict",
    tag: DEFAULT_TAG,
    problems: ["MODEL_UNNAMED", "MODEL_UNKNOWN", ...ROWS_PROBLEMS.v1],
  },
  {
    ...invocation(manifest),
    path: "/invocations",
    id: "invoke",
    tag: DEFAULT_TAG,
    problems: ["MODEL_UNNAMED", "MODEL_UNKNOWN", ...ROWS_PROBLEMS.mlflow],
  },
];
