import type { home as english } from "../en/home.js";

/** Las tarjetas de los modelos. */
export const home: typeof english = {
  heading: "Modelos en servicio",
  none: "Aún no hay ningún modelo en servicio. Entrene uno y aparecerá aquí.",
  trained: (ago) => `entrenado ${ago}`,
  version: "Versión",
  interval: (from, to) => `${from} a ${to}`,
  intervalNote: "intervalo del 95 %",
  guess: (value) => `sin modelo: ${value}`,
  verdict: {
    none: "Aún sin vigilancia",
    good: "Sigue valiendo",
    drift: "Ve casos distintos",
    lost: "Rinde menos que antes",
    fault: "Datos dañados",
    "not-enough": "Muy pocas respuestas",
  },
  judged: (ago) => `juzgado ${ago}`,
  first: "La primera versión de este modelo",
  better: "Mejor que la versión anterior",
  worse: "Peor que la versión anterior",
  alike: "Tan bueno como la versión anterior, hasta donde dice la prueba",
  answers: (count) => `${count} ${count === "1" ? "respuesta" : "respuestas"} en la última hora`,
  people: "Sobre personas",
  peopleNote: "Aquí solo se muestran su nombre y su versión.",
  fresh: "Cargado y respondiendo",
  stale: (ago) => `No se pudo buscar una versión más nueva desde ${ago}`,
  staleFeatures: "Sus variables guardadas son más viejas de lo que el modelo permite",
  task: { classification: "Clasificación", regression: "Regresión" },
};
