import type { Catalogue } from "../catalogue.js";

/** The parts of the report of a classifier of three classes or more. */
export const multiclass: Catalogue["multiclass"] = {
  noSkill: "lo que lograrían las mismas probabilidades para todos",
  summary: {
    usual: (isPeriod, [happen, of], observations, name) =>
      `En el ${isPeriod ? "periodo" : "conjunto"} de prueba ${happen} de ${of} ${observations} son de la clase ${name}, la más frecuente.`,
    right: ([right, of], observations) =>
      `El modelo responde con la clase correcta en ${right} de ${of} ${observations}.`,
    worst: ([found, of], observations, name) =>
      `La clase que menos acierta es ${name}: ${found} de ${of} ${observations} de esa clase.`,
  },
  answers: {
    heading: "Respuestas",
    policies: { largest: "la mayor probabilidad", costs: "el menor coste esperado" },
    reading: (policy) =>
      `Cada fila es una clase y cada columna una respuesta. La respuesta es la clase con ${policy}. Los porcentajes son partes de su fila.`,
    caption: "Matriz de confusión",
    happened: "Lo que pasó",
    all: "Todas",
  },
  classes: {
    heading: "Métricas por clase",
    reading: "Cada clase frente a todas las demás juntas.",
    name: "Clase",
    observations: "Observaciones",
  },
};
