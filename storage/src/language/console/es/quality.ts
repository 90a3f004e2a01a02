import type { quality as english } from "../en/quality.js";

/** Qué tan bueno es un modelo. */
export const quality: typeof english = {
  metrics: "Qué tan bueno es",
  metricsReading: (observations) =>
    `Medido en ${observations} observaciones de prueba, de las que el modelo no aprendió.`,
  metric: "Métrica",
  value: "Valor",
  interval: "Intervalo del 95 %",
  meaning: "Significado",
  report: "Abrir el informe completo",
  saveReport: "Guardar el informe completo",
  checks: "Comprobaciones de promoción",
  checksReading: "Lo que una versión debe pasar antes de entrar en servicio.",
  check: "Comprobación",
  found: "Resultado",
  passed: "pasada",
  failed: "no pasada",
  threshold: "Qué haría otro umbral",
  thresholdReading:
    "Mueva el control. Las cifras se cuentan en las observaciones de prueba. Nada cambia en servicio.",
  slider: "Umbral",
  inForce: "vigente",
  back: "Volver al vigente",
  flagged: "Marcado",
  precision: "Acertado entre lo marcado",
  recall: "Encontrado entre los positivos",
  cost: "Coste",
  costOf: (cost) => `${cost} con el vigente`,
  falseAlarm: "Coste de una falsa alarma",
  miss: "Coste de un fallo",
  counts: (flagged, right, missed) =>
    `${flagged} marcados, ${right} con acierto; ${missed} sin encontrar.`,
  curveName: (threshold, flagged, precision, recall) =>
    `Con el umbral ${threshold}: marcado ${flagged}, acertado entre lo marcado ${precision}, encontrado entre los positivos ${recall}.`,
  axisThreshold: "Umbral",
  calibration: "¿Aciertan las probabilidades?",
  calibrationReading:
    "Cada punto es una décima parte de las observaciones de prueba, con un intervalo del 95 %. Sobre la línea, lo prometido ocurre igual de a menudo.",
  predicted: "Probabilidad predicha",
  observed: "Parte observada",
  roc: "Qué tan bien ordena",
  rocReading:
    "Cuanto más por encima de la línea va la curva, mejor quedan los positivos sobre los negativos.",
  falsePositives: "Parte de negativos marcada",
  truePositives: "Parte de positivos marcada",
  deciles: "Respuestas junto a la realidad",
  decilesReading:
    "Cada punto es una décima parte de las observaciones de prueba: la respuesta media y la realidad media. Los ejes son logaritmos.",
  meanAnswer: "Respuesta media",
  meanTruth: "Realidad media",
  importance: "En qué se apoya",
  importanceReading: (metric) =>
    `Cuánto empeora ${metric} cuando se barajan los valores de una variable.`,
  noMetrics: "Esta versión no guarda ninguna métrica.",
  none: "Esta versión no guarda las cifras de su informe.",
};
