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
