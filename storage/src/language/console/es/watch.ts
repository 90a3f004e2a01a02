import type { watch as english } from "../en/watch.js";

/** Lo que la vigilancia encontró. */
export const watch: typeof english = {
  none: "Nadie ha mirado aún las respuestas de este modelo.",
  newest: "La mirada más reciente",
  window: (from, to, answers) => `Del ${from} al ${to}, ${answers} respuestas`,
  answers: "Respuestas por día",
  answersName: (least, most) => `Entre ${least} y ${most} respuestas al día.`,
  day: "Día",
  performance: (metric) => `${metric} por semana`,
  performanceReading: "Medido en respuestas cuyo resultado se conoce, con intervalos del 95 %.",
  atRelease: "en la versión",
  week: "Semana",
  features: "Variables, primero las que más se movieron",
  featuresReading:
    "Cuánto difieren los valores de ahora de los que la versión conoce: índice de estabilidad de la población. Más allá de la marca, la diferencia cuenta como deriva.",
  psi: "PSI",
  drifted: "con deriva",
  before: "Referencia",
  now: "Ahora",
  history: "Miradas hasta hoy",
  period: "Periodo",
  verdict: "Veredicto",
  count: "Respuestas",
  driftedFeatures: "Con deriva",
  nothing: "ninguna",
};
