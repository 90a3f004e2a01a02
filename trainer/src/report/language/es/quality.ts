import type { Catalogue } from "../catalogue.js";

/** How good the inputs are. */
export const quality: Catalogue["quality"] = {
  heading: "Calidad de los datos",
  reading: "Las columnas que lee el modelo, en las filas que se usaron.",
  repeated: (rows, input) =>
    `En ${input}, ${rows} filas repiten una fila anterior en todas las columnas.`,
  caption: "Columnas de las entradas",
  column: "Columna",
  input: "Entrada",
  type: "Tipo",
  missing: "Sin valor",
  range: "Rango",
  note: "Nota",
  empty: "sin ningún valor",
  constant: "siempre igual",
  types: {
    integer: "número entero",
    number: "número",
    decimal: "número decimal",
    date: "fecha",
    timestamp: "fecha y hora",
    boolean: "sí o no",
    text: "texto",
  },
  rejected: {
    heading: "Filas rechazadas",
    reading:
      "Por qué se apartaron filas. Una fila cuenta una vez por cada columna que no encaja; rejected.csv tiene la línea y la columna de cada una.",
    caption: "Causas, de más a menos",
    reason: "Causa",
    column: "Columna",
    input: "Entrada",
    rows: "Filas",
    reasons: {
      missing: "sin valor",
      duplicate: "duplicado",
      "out of range": "fuera de rango",
      "after the day of the run": "posterior al día de la ejecución",
      "too long": "demasiado largo",
      "not an INTEGER": "no es un número entero",
      "not a NUMBER": "no es un número",
      "not a DATE": "no es una fecha",
      "not a TIMESTAMP": "no es una fecha con hora",
      "not a BOOLEAN": "ni sí ni no",
      "not one of the allowed values": "no es uno de los valores permitidos",
      "not an identifier": "no es un identificador",
    },
  },
};
