import type { Catalogue } from "../catalogue.js";

/** Features, training and test set, promotion checks and parameters. */
export const run: Catalogue["run"] = {
  features: {
    heading: "Variables",
    reading: "Lo que mira el modelo, en las observaciones de las que aprendió.",
    caption: (isPeriod) => `Variables del ${isPeriod ? "periodo" : "conjunto"} de entrenamiento`,
    feature: "Variable",
    meaning: "Significado",
    requested: (description: string) => `${description} Llega con la petición.`,
    mean: "Media",
    range: "Rango",
    missing: "Sin valor",
  },
  sets: {
    heading: "Entrenamiento y prueba",
    byTime:
      "El modelo aprende de las observaciones más antiguas y se mide en las más recientes, como se va a usar.",
    byChance:
      "El modelo aprende de una parte de las observaciones y se mide en la otra, repartidas al azar.",
    periods: "Periodos",
    sets: "Conjuntos",
    period: "Periodo",
    set: "Conjunto",
    from: "Desde",
    to: "Hasta",
    observations: "Observaciones",
    positives: (clause) => `Que ${clause}`,
    share: "Parte",
    training: "Entrenamiento",
    test: "Prueba",
  },
  checks: {
    heading: "Condiciones de promoción",
    reading:
      "Lo que el modelo debe alcanzar antes de servirse. Su comparación con el campeón no es parte de esta página; la añade «despliega report».",
    caption: "Condiciones con un límite fijo",
    rule: "Regla",
    measured: "Medido",
    bound: "Límite",
    verdict: "Resultado",
    passed: "cumplida",
    failed: "incumplida",
    atLeast: (metric, bound) => `${metric} de al menos ${bound}`,
    atMost: (metric, bound) => `${metric} de ${bound} como máximo`,
    nearChampion: (metric, tolerance, champion) =>
      `${metric} a ${tolerance} como máximo del ${champion} del campeón`,
    nearIdeal: (metric, within, ideal) => `${metric} a ${within} como máximo de ${ideal}`,
    interval: "Intervalo al 95 %",
    cannotTell: "no se puede decir",
    difference: (value, ends) => `diferencia ${value} (${ends})`,
    likeGuess: (metrics) =>
      `El conjunto de prueba no distingue este modelo de una respuesta al azar: ${metrics}.`,
    guess: (metric, ends, guess) => `${metric} ${ends}, y el azar alcanza ${guess}`,
  },
  parameters: {
    heading: "Parámetros",
    reading:
      "Con la misma entrada y estos parámetros, una ejecución da el mismo modelo y esta misma página.",
    caption: "Parámetros de la ejecución",
    parameter: "Parámetro",
    value: "Valor",
    none: "ninguno",
  },
};
