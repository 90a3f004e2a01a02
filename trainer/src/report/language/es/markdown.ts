import type { Catalogue } from "../catalogue.js";

/** The summary of a release in Markdown. */
export const markdown: Catalogue["markdown"] = {
  theReport: "el informe",
  where: (report) => `Las imágenes, y todo lo demás que se midió, están en ${report}.`,
  input: (name, rows, rejected, sha256) =>
    `\`${name}\`, ${rows} filas de las que se rechazaron ${rejected}, SHA-256 \`${sha256}…\``,
  learned: (inputs, trainer) => `Aprendido de ${inputs}, con el entrenador ${trainer}.`,
};
