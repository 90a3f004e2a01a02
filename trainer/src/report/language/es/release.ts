import type { Catalogue } from "../catalogue.js";

/** What publishing adds to the report: version, time, commit, and the champion beside the candidate. */
export const release: Catalogue["release"] = {
  heading: "Versión publicada",
  version: "Versión",
  created: "Creada",
  trainer: "Entrenador",
  commit: "Commit",
  metrics: "Métricas junto a las del campeón",
  heldBack: (rules) =>
    `**Retenido por sus condiciones de promoción:** no cumple ${rules.join(" ni ")}.`,
  passes: "**Cumple sus condiciones de promoción.**",
  cannotTell: (rules, isHeld) =>
    `**No se puede decir:** el conjunto de prueba no muestra si tiene ${rules.join(" y ")}. La política del modelo lo da por ${isHeld ? "incumplido" : "cumplido"}.`,
  notCompared: "No se comparó con un campeón.",
  first: "No había campeón con el que compararlo.",
  impossible: (champion, reason) =>
    `**Sin comparar:** no se pudo comparar con el campeón ${champion}: ${reason}. Solo se promociona si alguien lo consiente.`,
  partly: (rows, of) =>
    `Los dos se comparan en ${rows} de ${of} observaciones de prueba, aquellas de las que el campeón no aprendió.`,
  signature: (since, changes) => `**Su firma no es la de ${since}:** ${changes}.`,
  changes: {
    adds: (features) => `añade ${features}`,
    removes: (features) => `quita ${features}`,
    retypes: (features) => `cambia el tipo o los valores de ${features}`,
    reorders: "cambia su orden",
  },
  metric: "Métrica",
  candidate: "Candidato",
  champion: (version) => `Campeón ${version}`,
  change: "Cambio",
  noChange: "ninguno",
  points: (difference) => `${difference} puntos`,
};
