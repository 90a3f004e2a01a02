/** Names the answers of a prediction, where they are recorded or kept as decisions. */
export const PREDICTION_HEADER = "x-prediction-id";
