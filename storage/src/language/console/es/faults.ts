import type { faults as english } from "../en/faults.js";

/** Qué falló y qué ayuda. */
export const faults: typeof english = {
  away: "No se llega a la api. La página vuelve a preguntar cada pocos segundos.",
  unauthenticated: "La api quiere saber quién pregunta.",
  forbidden: "A su clave o token le falta el rol para esto. Pídalo a quien opera la api.",
  stepUp: "Este modelo trata de personas y pide un token con un segundo factor.",
  unknown: "La api no sabe nada de esto. Puede que el modelo ya no esté en servicio.",
  many: (seconds) =>
    `Preguntó más a menudo de lo que la api permite. Vuelve a responder en ${seconds} s.`,
  notReady: "La api aún carga sus modelos. La página vuelve a preguntar cada pocos segundos.",
  overloaded: "La api tiene demasiado trabajo. Vuelva a preguntar en un momento.",
  storage: "Ahora no se puede leer el almacenamiento. Lo que se cargó sigue en servicio.",
  internal: "La api no pudo responder por un error propio. Su registro dice más.",
  refused: "La api no aceptó la petición.",
  old: "Lo que ve es la última respuesta que llegó.",
};
