import type { Catalogue } from "../catalogue.js";

export const monitoring: Catalogue["monitoring"] = {
  tab: (model) => `${model}: vigilancia`,
  facts: {
    release: "Versión",
    window: "Ventana",
    answers: (answers, counted) => `${answers}, de ellas ${counted} comparadas`,
    recorded: "Respuestas registradas",
    before: "Días previos",
    days: (from, to) => `${from} a ${to}`,
  },
  verdicts: {
    good: "Todo está en orden.",
    drift: "El modelo ve casos distintos de los que aprendió.",
    lost: "El modelo rinde menos que antes.",
    fault: "Los datos están dañados.",
    "not-enough": "Hay muy pocas respuestas para decirlo.",
  },
  cures: {
    good: "No hay nada que hacer.",
    drift:
      "Qué hacer: averiguar si cambió el mundo o cambiaron los datos. Entrenar de nuevo cuando se conozcan resultados de esos casos.",
    lost: "Qué hacer: entrenar de nuevo. Las comprobaciones deciden si la versión nueva entra en servicio.",
    fault:
      "Qué hacer: reparar el origen de los valores. Un entrenamiento anterior aprendería el fallo.",
    "not-enough":
      "Qué hacer: esperar más respuestas y resultados, mirar más días o dar más filas de prueba a la versión.",
  },
  faults: {
    missing: (feature, share, days, usual) =>
      `El ${share} de los valores de ${feature} faltaba (${days}); lo habitual es el ${usual}.`,
    "out of range": (feature, share, days, usual) =>
      `El ${share} de los valores de ${feature} quedaba muy fuera de los del entrenamiento (${days}); lo habitual es el ${usual}.`,
    unseen: (feature, share, days, usual) =>
      `El ${share} de los valores de ${feature} no era ninguna categoría de la versión (${days}); lo habitual es el ${usual}.`,
  },
  lost: (metric, now, before, loss) =>
    `${metric} es ${now} en las respuestas con resultado conocido, y era ${before}: una pérdida de ${loss}.`,
  lostByScores: (metric, now, before, loss) =>
    `Según lo que prometen las propias puntuaciones, ${metric} es ${now} y era ${before}: una pérdida de ${loss}.`,
  drifted: (names) => `Lejos de lo que conoce la versión: ${names}.`,
  score: "puntuación",
  scoreOf: (name) => `puntuación de ${name}`,
  few: (counted, least) => `Se pueden comparar ${counted} respuestas, y hacen falta ${least}.`,
  unsure: (metric, sought, needed) => `No se puede decir si ${metric} perdió ${sought}: ${needed}.`,
  neededAbout: (answers) => `hacen falta unas ${answers} respuestas con resultado`,
  neededNone: "frente a esta referencia no basta ningún número de respuestas",
  kept: (metric, now, before) => `${metric} es ${now} y era ${before}: no se perdió nada.`,
  drift: {
    heading: "Deriva",
    reading: (level) =>
      `Cómo se reparten los valores de cada característica y las puntuaciones, junto a los de la versión. Derivó lo que tiene un índice de estabilidad (PSI) grande y una diferencia que no es azar: de todo lo que se llama así, a lo sumo un ${level} es falso.`,
    few: "Muy pocas respuestas para comparar.",
    name: (names) => `Proporción por tramo, en la versión y en la ventana: ${names}`,
    reference: "versión",
    now: "ventana",
    caption: "Deriva de características y puntuaciones",
    feature: "Característica",
    against: "Frente a",
    referenced: {
      served: "entidades de la versión",
      training: "entrenamiento",
      test: "filas de prueba",
      before: "días previos",
    },
    psi: "Índice PSI",
    distance: "Distancia de Jensen–Shannon",
    p: "p ajustada",
    verdict: "Veredicto",
    drifted: "derivó",
    usual: "como siempre",
    missing: "falta",
    other: "otro",
  },
  volume: {
    heading: "Volumen",
    reading: "Respuestas por día, registradas o no.",
    name: (days, answers) => `Respuestas en ${days} días, ${answers} en total`,
    axis: "respuestas",
    caption: "Respuestas y errores",
    what: "Qué",
    number: "Número",
    answers: "Respuestas",
    read: "Registradas y leídas",
    dropped: "Sin registrar por falta de sitio",
    torn: "Líneas rotas",
    other: "De versiones con otras características, no contadas",
    overridden: "Decididas de otro modo por personas",
    refused: (code) => `Rechazadas: ${code}`,
  },
  data: {
    heading: "Valores que faltan o son extraños",
    reading:
      "La proporción de valores que faltan, de números fuera de los del entrenamiento y de nombres que no son ninguna categoría de la versión.",
    name: (features) => `Valores que faltan ahora y en la versión: ${features}`,
    axis: "valores que faltan",
    caption: "Proporción de valores que faltan o son extraños",
    missing: "Faltan",
    usual: "Faltan en la versión",
    range: "Fuera del entrenamiento",
    unseen: "Sin categoría",
  },
  performance: {
    heading: "Rendimiento",
    reading: (known, mature, answers, share) =>
      `Medido en ${known} respuestas con resultado conocido, el ${share} de las ${mature} que son bastante antiguas para tenerlo; la ventana tiene ${answers}. Las respuestas sobre una misma clave cuentan juntas.`,
    sampled: (measured) => `Las cifras son las de ${measured} de ellas, sorteadas por clave.`,
    name: (metric, weeks) => `${metric} por semana con intervalos del 95 %: ${weeks}`,
    reference: "versión",
    week: "semana desde",
    caption: "Métricas de las respuestas junto a las de la versión",
    now: "Respuestas",
    release: "Versión",
  },
  confusion: {
    heading: "Resultados y respuestas",
    reading: "Cuántas respuestas de cada tipo tuvo cada resultado.",
    caption: "Resultados por respuesta",
    outcome: "Resultado",
    answer: (name) => `Se respondió ${name}`,
  },
  groups: {
    heading: (feature) => `Grupos por ${feature}`,
    reading:
      "Las cifras de cada grupo, y cuánto superan a las de todos los demás, con intervalos del 95 %. Un grupo de menos de diez respuestas no se muestra.",
    name: (metric, groups) =>
      `Cuánto supera ${metric} en cada grupo a la de todos los demás: ${groups}`,
    axis: (metric) => `${metric}, más que los demás`,
    caption: "Cifras por grupo",
    group: "Grupo",
    known: "Resultados",
    more: "Más que los demás",
  },
  expected: {
    heading: "Rendimiento estimado",
    reading: (answers) =>
      `Una estimación sin resultados, a partir de ${answers} puntuaciones. Supone que cada probabilidad se cumple tan a menudo como dice. Ve casos distintos, y no una relación distinta entre características y resultado.`,
    readingNumbers: (answers) =>
      `Una estimación sin resultados, a partir de los intervalos de ${answers} respuestas. Supone errores tan grandes como los que hubo en respuestas así. Ve casos distintos, y no una relación distinta entre características y resultado.`,
    caption: "Cifras estimadas",
    value: "Estimación",
    reference: "Estimación de la versión",
  },
  contribution: {
    heading: "Qué movió las puntuaciones",
    reading: (answers, rows) =>
      `Cuánto más mueve cada característica la suma del modelo ahora que en la versión, de media en ${answers} respuestas y ${rows} filas.`,
    name: (features) => `Movimiento medio de la suma por característica: ${features}`,
    axis: "movimiento medio de la suma del modelo",
    caption: "Movimiento de la suma por característica",
    shift: "Movimiento",
  },
  challenger: {
    heading: (version) => `Aspirante ${version}`,
    reading: (known) => `Campeón y aspirante en las mismas ${known} respuestas con resultado.`,
    verdicts: {
      better: (metric) => `El aspirante es mejor, por ${metric}.`,
      worse: (metric) => `El aspirante es peor, por ${metric}.`,
      "cannot tell": (metric) => `No se puede decir cuál de los dos es mejor por ${metric}.`,
    },
    name: (metric, difference) => `${metric} del aspirante menos la del campeón: ${difference}`,
    axis: "aspirante menos campeón",
    caption: "Campeón y aspirante",
    champion: "Campeón",
    challenger: "Aspirante",
    difference: "Diferencia",
  },
  metrics: {
    cost: "Coste de una respuesta",
    coverage: "Resultados dentro del intervalo",
    half_width: "Mitad del ancho del intervalo",
  },
};
