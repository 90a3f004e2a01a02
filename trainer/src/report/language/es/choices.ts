import type { Catalogue } from "../catalogue.js";

/** What the model leans on, and how its estimator and options were chosen. */
export const choices: Catalogue["choices"] = {
  selection: {
    heading: "Elección del estimador",
    reading:
      "Cada candidato aprendió de todos los pliegues de las observaciones de entrenamiento menos uno y se midió en ese, pliegue tras pliegue; las observaciones de prueba no intervinieron.",
    caption: (metric) => `${metric} por validación cruzada`,
    estimator: "Estimador",
    mean: "Media",
    deviation: "Desv. típica",
    folds: "Pliegues",
    choice: "Elección",
    chosen: "elegido",
    noModel: (error) => `sin modelo (${error})`,
  },
  search: {
    heading: "Búsqueda de parámetros",
    reading:
      "Cada punto es un juego de parámetros, medido por validación cruzada con las observaciones de entrenamiento; la línea es el mejor hasta el momento. Cuanto más tiempo queda plana al final, menos aportaría una búsqueda más larga.",
    failed: (trials) => `Sin modelo: ${trials}.`,
    failure: (trial, error) => `prueba ${trial} (${error})`,
    name: (metric, trials, best, first) =>
      `${metric} de ${trials} pruebas; la mejor, ${best}, se alcanzó por primera vez en la prueba ${first}.`,
    trial: "Prueba",
    taken: "elegida",
    takenTrial: (trial) => `${trial} (elegida)`,
    caption: (shown, trials, metric) => `Las ${shown} mejores de ${trials} pruebas por ${metric}`,
    mean: "Media",
    deviation: "Desv. típica",
    parameters: "Parámetros",
    none: "ninguno",
  },
  searched: {
    heading: "Parámetros buscados",
    reading: (metric) =>
      `${metric} de las mismas pruebas por el valor de cada parámetro que es un número; los demás parámetros cambian de un punto a otro. Donde las mejores están en un extremo, la búsqueda acabó allí demasiado pronto. La prueba elegida es el punto grande.`,
    name: (metric) => `${metric} de cada prueba por cada parámetro buscado.`,
  },
  coefficients: {
    heading: "Coeficientes",
    logOdds: (observations, clause) =>
      `Lo que mueve la puntuación, con todas las variables en una escala: el cambio en log-odds por una desviación típica más. A la derecha de la línea discontinua, un valor mayor hace más probable que ${observations} ${clause}.`,
    slope: (target) =>
      `Lo que mueve la respuesta, con todas las variables en una escala: el cambio en «${target}» por una desviación típica más.`,
    logarithm: (target) =>
      `Lo que mueve la respuesta, con todas las variables en una escala: el cambio en el logaritmo de «${target}» por una desviación típica más, que multiplica la respuesta por un factor.`,
    logProbability:
      "Lo que mueve la probabilidad de cada clase, con todas las variables en una escala: el cambio en el logaritmo de la probabilidad por una desviación típica más, frente a la media de las clases.",
    few: (count) => `La imagen tiene los ${count} mayores; la tabla, todos.`,
    bars: "Las barras son dos errores típicos a cada lado; una que toca la línea puede ser azar.",
    errors: {
      curvature:
        "Los errores suponen que las observaciones son independientes y que el modelo es correcto.",
      observations:
        "Los errores salen de cuánto tira cada observación de los coeficientes (sándwich), porque las clases tienen pesos.",
      entities:
        "Los errores toman juntas todas las observaciones de una entidad (sándwich por entidad), porque se parecen.",
    },
    logOddsAxis: "Cambio en log-odds por desviación típica",
    logProbabilityAxis: "Cambio en el logaritmo de la probabilidad por desviación típica",
    slopeAxis: (unit) => `Cambio en ${unit} por desviación típica`,
    logarithmAxis: "Cambio en el logaritmo por desviación típica",
    oddsRatio: "Razón de odds",
    factor: "Multiplica por",
    name: (strongest) =>
      `Coeficientes estandarizados con sus errores típicos, de mayor a menor: ${strongest}.`,
    caption: "Coeficientes estandarizados",
    feature: "Variable",
    estimate: "Estimación",
    error: "Error típico",
  },
  scorecard: {
    heading: "Puntos",
    reading: (observations, clause, score, odds, doubling) =>
      `${score} puntos son ${odds} a 1 a favor de que ${observations} ${clause}, y ${doubling} más duplican esa razón. Una observación tiene los puntos de partida y los de su valor en cada variable; un número cualquiera suma los puntos de otro y los de una unidad más por la distancia entre ambos. La tabla redondea los puntos de una unidad más a seis cifras, y los demás a centésimas. El detalle de una respuesta redondea la suma exacta al entero más próximo.`,
    caption: "Puntos de cada valor",
    feature: "Variable",
    value: "Valor",
    points: "Puntos",
    start: "de partida",
    missing: "falta",
    other: "cualquier otro",
    quantile: (share) => `el ${share} no lo supera`,
    perUnit: "una unidad más",
  },
  importance: {
    heading: "Importancia",
    reading: (metric) =>
      `En qué se apoya el modelo: cuánto empeora ${metric} en las observaciones de prueba cuando se mezclan entre ellas los valores de una variable. Las barras tienen una desviación típica de las repeticiones a cada lado; una que toca la línea discontinua puede ser azar. Las variables que dicen lo mismo se reparten su importancia. La ganancia es la parte de lo que ganaron todas las divisiones en el entrenamiento, y favorece a las variables con muchos valores distintos.`,
    name: (metric, most) => `Pérdida de ${metric} sin cada variable, de mayor a menor: ${most}.`,
    axis: (metric) => `Pérdida de ${metric} al mezclar`,
    caption: "Importancia por permutación y por ganancia",
    feature: "Variable",
    loss: "Pérdida",
    deviation: "Desv. típica",
    gain: "Ganancia",
  },
};
