import type { en } from "./en.js";
import type { MetricWords } from "./words.js";

/** The same in Spanish. */
export const es: Readonly<Record<keyof typeof en, MetricWords>> = {
  roc_auc: {
    label: "ROC-AUC",
    meaning: "Con qué frecuencia un positivo puntúa más que un negativo; 1 es perfecto",
  },
  gini: { label: "Gini", meaning: "El doble del ROC-AUC menos uno" },
  ks: {
    label: "Kolmogorov–Smirnov",
    meaning: "Mayor distancia entre las puntuaciones acumuladas de las dos clases",
  },
  pr_auc: { label: "PR-AUC", meaning: "Precisión media en todas las sensibilidades" },
  log_loss: {
    label: "Pérdida logarítmica",
    meaning: "Penalización media de la probabilidad dada a lo que ocurrió; menos es mejor",
  },
  brier: {
    label: "Puntuación de Brier",
    meaning: "Error cuadrático medio de la probabilidad; menos es mejor",
  },
  accuracy: {
    label: "Exactitud",
    meaning: "Respuestas acertadas; dice poco cuando una clase es rara",
  },
  balanced_accuracy: {
    label: "Exactitud equilibrada",
    meaning: "Media de la parte de aciertos en cada clase",
  },
  calibration_slope: {
    label: "Pendiente de calibración",
    meaning: "1 si las probabilidades son tan seguras como deben; por debajo de 1, demasiado",
  },
  calibration_intercept: {
    label: "Ordenada de calibración",
    meaning: "0 si las probabilidades aciertan de media; por encima de 0, son bajas de más",
  },
  precision: { label: "Precisión", meaning: "Positivos entre lo marcado" },
  recall: { label: "Sensibilidad", meaning: "Lo marcado entre los positivos" },
  f1: { label: "F1", meaning: "Media armónica de precisión y sensibilidad" },
  r2: {
    label: "R²",
    meaning: "Parte de la variación que explican las respuestas; 1 es perfecto",
  },
  mae: { label: "MAE", meaning: "Distancia media entre respuesta y realidad; menos es mejor" },
  rmse: {
    label: "RMSE",
    meaning:
      "Lo mismo con más peso de los errores grandes: raíz del cuadrado medio; menos es mejor",
  },
  mape: {
    label: "MAPE",
    meaning: "Distancia media como parte de la realidad, donde no es 0; menos es mejor",
  },
  bias: {
    label: "Sesgo",
    meaning: "Media de respuesta menos realidad; por encima de 0 las respuestas son altas de más",
  },
  log_r2: {
    label: "R² del logaritmo",
    meaning: "Parte de la variación explicada en la escala propia del modelo",
  },
  log_mae: {
    label: "MAE del logaritmo",
    meaning: "Distancia media en la escala propia del modelo; 0,1 es alrededor del 10 %",
  },
  log_rmse: {
    label: "RMSE del logaritmo",
    meaning: "Lo mismo con más peso de los errores grandes",
  },
};
