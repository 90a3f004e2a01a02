import type { releases as english } from "../en/releases.js";

/** Las versiones de un modelo y los movimientos de su puntero. */
export const releases: typeof english = {
  timeline: "Qué estuvo en servicio y cuándo",
  timelineReading: "Cada movimiento del puntero, el más nuevo primero: quién, cuándo y por qué.",
  inService: "en servicio",
  by: (who) => `por ${who}`,
  action: { promote: "Promovida", rollback: "Restaurada", refresh: "Variables renovadas" },
  noMoves: "No hay ningún movimiento registrado.",
  compare: "Dos versiones, una junto a otra",
  compareReading:
    "Las diferencias están marcadas. Cada versión se mide en sus propias observaciones de prueba.",
  one: "Una versión",
  other: "junto a",
  training: "Entrenamiento",
  only: "Solo hay una versión. Con la siguiente, aquí se ven las dos juntas.",
  metrics: "Métricas",
  features: "Variables",
  parameters: "Parámetros",
  data: "Datos",
  created: "Entrenada",
  estimator: "Estimador",
  threshold: "Umbral",
  rows: (rows, bytes) => `${rows} filas, ${bytes} octetos`,
  better: "mejor",
  worse: "peor",
  difference: "Diferencia",
  bothFeatures: (count) => `${count} en ambas`,
  missing: "—",
};
