import type { Catalogue } from "../catalogue.js";

/** The parts of the report of a classifier of three classes or more. */
export const multiclass: Catalogue["multiclass"] = {
  noSkill: "lo que alcanzarían las mismas probabilidades para todo",
  summary: {
    usual: (isPeriod, [happen, of], observations, name) =>
      `En el ${isPeriod ? "periodo" : "conjunto"} de prueba, ${happen} de cada ${of} ${observations} son de la clase ${name}, la más frecuente.`,
    right: ([right, of], observations) =>
      `El modelo acierta la clase en ${right} de cada ${of} ${observations}.`,
    worst: ([found, of], observations, name) =>
      `La clase que menos encuentra es ${name}: ${found} de cada ${of} ${observations} de esa clase.`,
  },
  answers: {
    heading: "Respuestas",
    policies: { largest: "la mayor probabilidad", costs: "el menor coste esperado" },
    reading: (policy) =>
      `Cada fila es una clase y cada columna una respuesta. La respuesta es la clase con ${policy}. Los porcentajes son partes de su fila.`,
    caption: "Matriz de confusión",
    name: (classes, right) =>
      `Matriz de confusión de ${classes} clases: acierta el ${right} de las respuestas.`,
    happened: "Lo que ocurrió",
    all: "Total",
  },
  classes: {
    heading: "Métricas por clase",
    reading: "Cada clase frente a todas las demás juntas.",
    name: "Clase",
    observations: "Observaciones",
  },
  roc: {
    heading: "Curvas ROC por clase",
    reading:
      "Cómo de bien se ordena cada clase frente a las demás: cuanto más se acerca su curva a la esquina superior izquierda, mejor.",
    name: (areas) => `Curvas ROC por clase, áreas: ${areas}.`,
  },
  precisionRecall: {
    heading: "Precisión y sensibilidad por clase",
    reading:
      "Lo que cuesta encontrar más de una clase: hacia la derecha se encuentran más de sus observaciones, y menos de las que se toman por ella lo son.",
    name: (areas) => `Curvas de precisión y sensibilidad por clase, áreas: ${areas}.`,
  },
  calibration: {
    heading: "Calibración por clase",
    reading:
      "Si la probabilidad de una clase se puede leer como tal. Cada punto es una décima parte de las observaciones, ordenadas por esa probabilidad; en la línea discontinua la clase ocurrió tantas veces como se predijo.",
    temperature:
      "Calibran las probabilidades una pendiente para las sumas de todas las clases y un término para cada una, aprendidos de puntuaciones fuera de pliegue.",
    none: "Las probabilidades no se calibran después del ajuste.",
    name: (classes) => `Parte observada según la probabilidad media de ${classes}.`,
  },
};
