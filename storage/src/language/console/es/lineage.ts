import type { lineage as english } from "../en/lineage.js";

/** De dónde viene una versión. */
export const lineage: typeof english = {
  release: "La versión",
  version: "Versión",
  trained: "Entrenada",
  commit: "Confirmación (commit)",
  noCommit: "no se conoce",
  trainer: "Entrenador",
  run: "Ejecución",
  noRun: "sin registro",
  runReading: "Quién la ejecutó, en qué máquina y con qué resultado:",
  mlflow: "La página del modelo en MLflow",
  mlflowReading: "Esta versión es la que lleva la etiqueta",
  inputs: "De qué aprendió",
  inputsReading: "La huella es la del fichero: la misma huella significa los mismos octetos.",
  input: "Entrada",
  rows: "Filas",
  rejected: "Rechazadas",
  bytes: "Octetos",
  digest: "Huella SHA-256",
  parameters: "Parámetros",
  parametersReading: "Con la misma entrada y los mismos parámetros, el resultado es idéntico.",
  name: "Nombre",
  value: "Valor",
};
