import type { Catalogue } from "../catalogue.js";

/** The parts of a regression's report. The target, its unit and the observations are named by the model. */
export const regression: Catalogue["regression"] = {
  noSkill:
    "lo que alcanzaría la media de lo ocurrido como respuesta a todo, en cada escala la suya",
  summary: {
    error: (isPeriod, mae, unit, observations, guess) =>
      `En el ${isPeriod ? "periodo" : "conjunto"} de prueba, una respuesta se equivoca por término medio en ${mae} ${unit}; la misma respuesta para todo el conjunto de ${observations}, su media, se equivocaría en ${guess}.`,
    explained: (share, target) => `Explica ${share} de la variación de «${target}».`,
    explainedBoth: (share, target, ofLogarithm) =>
      `Explica ${share} de la variación de «${target}», y ${ofLogarithm} de la de su logaritmo.`,
    nothing: "nada",
    interval: (level, observations, inside) =>
      `Alrededor del ${level} de ${observations} debería estar dentro del intervalo de su respuesta; está el ${inside}.`,
  },
  predictedAxis: (target, unit) => `Predicción de ${target} (${unit})`,
  predictedActual: {
    heading: "Predicción y realidad",
    reading:
      "En la línea discontinua la respuesta acierta: cuanto más cerca está la mayoría de las observaciones, mejor. Los cuadros del borde contienen también lo que queda más allá.",
    logarithmic: "Los dos ejes son logarítmicos: distancias iguales son factores iguales.",
    name: (target, observations, explained) =>
      `Valor real y predicción de ${target} de ${observations}; las respuestas explican ${explained} de la variación.`,
    actual: (target) => `Valor real de ${target}`,
    inSquare: (observations) => `${observations} en un cuadro`,
    caption: (observations, unit) =>
      `Error por décimas de ${observations}, de respuestas bajas a altas, en ${unit}`,
    tenth: "Décima",
    predicted: "Respuesta media",
    truth: "Realidad media",
    mae: "MAE",
    bias: "Sesgo",
  },
  residuals: {
    heading: "Residuos",
    reading: (observations) =>
      `Cada barra es un grupo de ${observations} con una respuesta parecida: el punto es el caso central, la barra gruesa contiene la mitad central y la fina nueve décimas partes. Los puntos lejos de la línea discontinua son respuestas que yerran en una dirección; las barras que se alargan son respuestas menos fiables.`,
    name: (what, medians) => `${what}: las medianas, por respuesta creciente, son ${medians}.`,
    factor: "Valor real como factor de la predicción",
    difference: (unit) => `Valor real menos predicción (${unit})`,
  },
  interval: {
    heading: "Intervalo de predicción",
    reading: (level, observations, { inside, below, above }) =>
      `Alrededor del ${level} de ${observations} debería estar dentro del intervalo de su respuesta; está el ${inside}, el ${below} queda por debajo y el ${above} por encima.`,
    halfWidth: (middle, unit) =>
      `En la respuesta central, la mitad de la anchura es ${middle} ${unit}.`,
    halfWidths: (low, high) =>
      `Donde la décima parte de las respuestas es menor es ${low}; donde la décima parte es mayor, ${high}.`,
    origin:
      "Los extremos dependen de la respuesta. Se eligieron con las observaciones de entrenamiento, cada una puntuada por un modelo que no la conocía, para que la parte se cumpla con respuestas de cualquier tamaño. La línea discontinua es el nivel; las barras son intervalos del 95 % de las partes observadas.",
    name: (shares, level) =>
      `Parte dentro del intervalo por décimas de la respuesta, de baja a alta: ${shares}; el nivel es ${level}.`,
    x: "Décima de las respuestas, de baja a alta",
    y: "Dentro del intervalo",
    caption: (unit) => `El intervalo en la respuesta central de cada décima, en ${unit}`,
    tenth: "Décima",
    answer: "Respuesta",
    from: "Desde",
    to: "Hasta",
    inside: "Dentro",
  },
};
