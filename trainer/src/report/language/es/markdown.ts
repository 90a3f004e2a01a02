import type { Catalogue } from "../catalogue.js";

/** The summary of a release in Markdown. */
export const markdown: Catalogue["markdown"] = {
  heldBack: (rules) =>
    `**Retenido por sus condiciones de promoción:** no cumple ${rules.join(" ni ")}.`,
  passes: "**Cumple sus condiciones de promoción.**",
  notCompared: "No se comparó con un campeón.",
  first: "No había campeón con el que compararlo.",
  impossible: (champion, reason) =>
    `**Sin comparar:** no se pudo comparar con el campeón ${champion}: \`${reason}\`. Solo se promociona si alguien lo consiente.`,
  partly: (rows, of) =>
    `Los dos se comparan en ${rows} de ${of} observaciones de prueba, aquellas de las que el campeón no aprendió.`,
  signature: (since, changes) => `**Su firma no es la de ${since}:** ${changes}.`,
  changes: {
    adds: (features) => `añade ${features}`,
    removes: (features) => `quita ${features}`,
    retypes: (features) => `cambia el tipo de ${features}`,
    reorders: "cambia su orden",
  },
  metric: "Métrica",
  candidate: "Candidato",
  champion: (version) => `Campeón ${version}`,
  change: "Cambio",
  noChange: "ninguno",
  points: (difference) => `${difference} puntos`,
  theReport: "el informe",
  where: (report) => `Las imágenes, y todo lo demás que se midió, están en ${report}.`,
  input: (name, rows, rejected, sha256) =>
    `\`${name}\`, ${rows} filas de las que se rechazaron ${rejected}, SHA-256 \`${sha256}…\``,
  learned: (inputs, trainer) => `Aprendido de ${inputs}, con el entrenador ${trainer}.`,
};
