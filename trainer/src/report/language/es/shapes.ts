import type { Catalogue } from "../catalogue.js";

/** The features in pictures. */
export const shapes: Catalogue["shapes"] = {
  byClass: {
    heading: "Variables por clase",
    reading:
      "Cómo se distribuye cada variable en cada clase, en las observaciones de entrenamiento. Cada clase suma el 100 %, para que una rara se vea tanto como una frecuente. Cuanto más difieren las clases, más dice la variable por sí sola.",
    name: (features) => `Distribución por clase de ${features}.`,
  },
  byLabel: {
    heading: (target) => `Variables y ${target}`,
    reading: (target) =>
      `Cómo va «${target}» con cada variable, en las observaciones de entrenamiento: el punto es la mediana de las observaciones con un valor parecido; la barra contiene su mitad central.`,
    name: (features) => `Etiqueta según ${features}.`,
  },
  ends: "Los grupos de los extremos contienen también lo que queda más allá; de muchos nombres se muestran los más frecuentes.",
  first: (shown, all) => `Se muestran las primeras ${shown} de ${all} variables.`,
  hidden: "Los grupos de menos de 10 personas no se muestran.",
  dependence: {
    heading: "Dependencia parcial",
    reading:
      "Lo que responde el modelo por término medio si una variable tiene este valor y las demás siguen como están, en parte de las observaciones de entrenamiento. Una línea plana es una variable que por sí sola apenas mueve la respuesta. Los valores que nunca coinciden con los de las demás hacen que la línea diga menos.",
    name: (features) => `Respuesta media según ${features}.`,
    caption: "Respuestas medias por variable",
    feature: "Variable",
    lowest: "Respuesta más baja",
    highest: "Respuesta más alta",
  },
};
