import type { Catalogue } from "../catalogue.js";

/** The parts of a classifier's report. Clauses come from the model: "préstamos", que "no se devuelven". */
export const classification: Catalogue["classification"] = {
  group: (observations, clause) => `${observations} que ${clause}`,
  ofClass: (name) => `son de la clase ${name}`,
  noSkill: "lo que alcanzaría la misma puntuación para todo",
  line: "sin modelo",
  threshold: "umbral",
  policies: {
    "max-f1":
      "el mejor F1 en las observaciones de entrenamiento, que cuenta una falsa alarma como un fallo",
    cost: "el menor coste de falsas alarmas y omisiones en las observaciones de entrenamiento",
    flagged: "tantas marcadas como se permite de las observaciones de entrenamiento",
    precision:
      "la mejor sensibilidad con la precisión pedida, en las observaciones de entrenamiento",
    recall: "el más alto con la sensibilidad pedida, en las observaciones de entrenamiento",
    value: "dado por la definición del modelo",
  },
  summary: {
    usual: (isPeriod, happen, of, observations, clause) =>
      `En el ${isPeriod ? "periodo" : "conjunto"} de prueba, ${happen} de cada ${of} ${observations} ${clause}.`,
    nothing: (observations, score) =>
      `El modelo no marca nada entre los casos de ${observations}: ninguna puntuación llega a ${score}.`,
    decisions: ([caught, of], positives, [right, flagged], clause) =>
      `De cada ${of} ${positives}, el modelo marca ${caught}; de cada ${flagged} que marca, ${right} ${clause}.`,
    flagged: (share, all, observations, score) =>
      `Marca el ${share} del total de ${all} ${observations}: los casos con una puntuación de ${score} o más.`,
    ranking: (observations, positive, negative, hits, of) =>
      `Entre un caso de ${observations} que ${positive} y uno de los que ${negative}, da al primero la puntuación más alta ${hits} veces de cada ${of}.`,
  },
  confusion: {
    heading: "Decisiones con el umbral",
    reading: (score, policy) =>
      `Se marcan las puntuaciones de ${score} o más (${policy}). Los porcentajes son partes de su fila.`,
    fewCases: (cases) =>
      `El umbral se apoya en ${cases} observaciones de entrenamiento de la clase más rara: otras lo moverían.`,
    name: (threshold, cells) => `Matriz de confusión con el umbral ${threshold}: ${cells}.`,
    cell: (actual, answer, share) => `de ${actual}, ${share} ${answer}`,
    caption: "Matriz de confusión",
    answer: "Respuesta",
    happened: "Lo que ocurrió",
    flagged: "Marcado",
    passed: "Sin marcar",
    all: "Total",
  },
  roc: {
    heading: "Curva ROC",
    reading: (positives, negative) =>
      `Cuanto más se acerca la curva a la esquina superior izquierda, mejor ordena el modelo. Cada punto es un umbral posible: su altura es la parte marcada de ${positives}; su distancia desde la izquierda, la parte marcada de los casos que ${negative}.`,
    name: (area, caught, disturbed) =>
      `Curva ROC, área ${area}. Con el umbral, la tasa de verdaderos positivos es ${caught} y la de falsos positivos ${disturbed}.`,
    x: "Tasa de falsos positivos",
    y: "Tasa de verdaderos positivos (sensibilidad)",
  },
  precisionRecall: {
    heading: "Precisión y sensibilidad",
    reading: (positives, first) =>
      `Lo que cuesta encontrar más: hacia la derecha se encuentra una parte mayor de ${positives}, y se acierta menos en lo marcado. El eje vertical acaba en la precisión más alta, no en el 100 %, y la curva empieza en una sensibilidad del ${first}, porque antes se marca demasiado poco.`,
    name: (area, precision, recall) =>
      `Curva de precisión y sensibilidad, área ${area}. Con el umbral, la precisión es ${precision} y la sensibilidad ${recall}.`,
    caption: "Lo que darían otros umbrales",
    recall: "Sensibilidad",
    precision: "Precisión",
    flagged: "Marcado del total",
  },
  calibration: {
    heading: "Calibración",
    reading:
      "Si una puntuación se puede leer como una probabilidad. Cada punto es una décima parte de las observaciones, ordenadas por puntuación; un punto en la línea discontinua ocurrió tantas veces como se predijo, y su barra es el intervalo del 95 % de lo observado. Los dos ejes acaban donde las puntuaciones.",
    name: (agreeing, bins) =>
      `Calibración por décimas de la puntuación: en ${agreeing} de ${bins} grupos la predicción está en el intervalo de lo observado.`,
    calibration_slope: (value, ends) =>
      `La pendiente de calibración es ${value}${ends && ` (${ends})`}: con 1, las puntuaciones son tan seguras como deben; por debajo de 1, demasiado.`,
    calibration_intercept: (value, ends) =>
      `La ordenada de calibración es ${value}${ends && ` (${ends})`}: con 0, aciertan de media; por encima de 0, son bajas de más.`,
    methods: {
      none: "Las puntuaciones no se calibran después del ajuste.",
      platt:
        "Las calibra una recta de la suma del modelo, aprendida de puntuaciones fuera de pliegue (Platt).",
      isotonic:
        "Las calibran escalones crecientes de la suma del modelo, aprendidos de puntuaciones fuera de pliegue y unidos por rectas (regresión isotónica).",
    },
    before: "Los puntos huecos son las décimas antes de la calibración.",
    line: "lo predicho",
    x: "Predicho (puntuación media)",
    y: "Parte observada",
    caption: "Calibración por décimas de la puntuación",
    tenth: "Décima",
    observations: "Observaciones",
    predicted: "Predicho",
    observed: "Observado",
    interval: "Intervalo del 95 %",
  },
  scores: {
    heading: "Puntuaciones por clase",
    reading:
      "Cuanto menos se solapan las dos formas, mejor distingue el modelo las clases. Cada forma suma el 100 % de su clase, para que una clase rara se vea tanto como una frecuente; la escala es de log-odds, que separa las puntuaciones pequeñas.",
    name: (observations, positive, negative, score) =>
      `Distribución de las puntuaciones de ${observations} que ${positive} y de los casos que ${negative}, con el umbral en ${score}.`,
    x: "Puntuación (escala de log-odds)",
    y: "Parte de su clase",
  },
};
