import type { Catalogue } from "../catalogue.js";

/** The table of metrics. */
export const metrics: Catalogue["metrics"] = {
  heading: "Métricas",
  reading: (isPeriod, guess) =>
    `Medidas en el ${isPeriod ? "periodo" : "conjunto"} de prueba, del que el modelo no aprendió. La columna «sin modelo» es ${guess}.`,
  caption: (isPeriod) => `Métricas del ${isPeriod ? "periodo" : "conjunto"} de prueba`,
  name: "Métrica",
  value: "Valor",
  interval: "Intervalo del 95 %",
  intervals:
    "Otro conjunto de prueba de este tamaño daría otro valor; en unos 95 de cada 100, el intervalo contendría el valor de todo lo que se podría observar. Las observaciones de una misma entidad cuentan juntas.",
  ranges: "Entre paréntesis están los intervalos del 95 %.",
  fewCases: (metrics) =>
    `Pocos casos: estas cifras se apoyan en tan pocas observaciones del conjunto de prueba que el azar puede moverlas mucho: ${metrics}.`,
  noSkill: "Sin modelo",
  meaning: "Significado",
};

/** Test observations of known and of new entities. */
export const entities: Catalogue["entities"] = {
  heading: "Entidades conocidas y nuevas",
  reading: (share) =>
    `El ${share} de las observaciones de prueba es de entidades que también están en el entrenamiento. Las demás métricas son por tanto sobre todo suyas; las filas de entidades nuevas dicen qué esperar de una que el modelo nunca vio.`,
  told: (share, known, other) =>
    `El ${share} de las observaciones de prueba es de entidades conocidas por el entrenamiento: ${known}. De las nuevas: ${other}.`,
  unmeasured: "ninguna se puede medir",
  few: (cases) => `pocos casos: ${cases}`,
  caption: "Métricas de entidades conocidas y de nuevas",
  group: "Entidades",
  known: "Conocidas",
  new: "Nuevas",
  observations: "Observaciones",
  cases: "Casos",
};

/** Every metric. */
export const metric: Catalogue["metric"] = {
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
