import type { Phrases } from "./phrases.js";

const METRICS = { roc_auc: "ROC-AUC", accuracy: "exactitud", r2: "R²" } as const;

/** Spanish. */
export const es: Phrases = {
  number: (value) => value.toLocaleString("es", { maximumSignificantDigits: 6 }),
  heads: ["columna", "pasa a ser", "por qué"],
  becomes: {
    target: "objetivo",
    key: "clave",
    time: "tiempo",
    leftOut: "fuera",
    features: (count) => (count === 1 ? "1 variable" : `${count} variables`),
    group: "solo reparto",
    identifier: "seudónimo",
    name: "cifrado",
  },
  types: { number: "número", integer: "entero", boolean: "booleano", category: "categoría" },
  figure: (metric, value) => `${METRICS[metric]} ${value.toFixed(2).replace(".", ",")}`,
  why: {
    twoClasses: (positive, share) =>
      `dos clases; la positiva es ${positive}, el ${share} de las filas`,
    classes: (count, largest) => `${count} clases; la mayor tiene el ${largest} de las filas`,
    numberTarget: (logarithm) =>
      logarithm ? "número; se aprende su logaritmo, porque es asimétrico" : "número",
    rareClasses: (names, rows) => `; sin las filas de ${names}, menos de ${rows} cada una`,
    outcome: "sus valores anteriores cuentan desde el día siguiente",
    identifierOfRow: "identifica filas y no dice nada de otras",
    name: "nombre de una persona, que solo enseña `despliega identify`",
    key: "por ella se pregunta",
    personKey: "por ella se pregunta; parece de una persona, así que va en el cuerpo",
    time: "entonces ocurre la fila; se prueba con las últimas",
    future: (rows) => `; ${rows} filas tienen una fecha posterior a hoy y aún no cuentan`,
    empty: "no tiene ningún valor",
    constant: "tiene un solo valor",
    oneMonth: "todos sus días son de un mes, y de un día solo se toman el año y el mes",
    sameName: "otra columna se llama igual salvo mayúsculas: cámbiale el nombre para usarla",
    repeats: (other) => `repite ${other}`,
    person: (kind) => `parece ${kind} de una persona`,
    unfit: (rows) => `${rows} filas no tienen un valor de su tipo`,
    identifier: "identifica a la persona; la petición lo envía y nada más lo ve",
    group: "las filas que la comparten quedan en el mismo lado del reparto",
    freeText: (distinct) => `texto con ${distinct} valores distintos`,
    tooLarge: "tiene números mayores que 1e100, con los que no se puede calcular",
    placeOfRow: "SQL llama así al lugar de una fila: cámbiale el nombre para usarla",
    range: (least, most) => `de ${least} a ${most}`,
    yesNo: "sí o no",
    categories: (count) => `${count} valores`,
    mostFrequent: (kept, all) =>
      `los ${kept} valores más frecuentes de ${all}; los demás cuentan como uno`,
    date: (other) => `un día; se toma el tiempo hasta ${other}`,
    dateParts: "un día; se toman sus partes",
    earlier: "cambia de fila en fila, así que cuentan las filas anteriores de la clave",
    attribute: "no cambia para una clave",
    missing: (rows) => `faltan ${rows}`,
    emptyToLearn: "no tiene ningún valor en las filas de las que se aprende",
    decides: "decide el objetivo en todas las filas: seguramente se conoce después",
    alone: (figure) => `sola, ${figure}`,
    warns: (figure) => `sola, ${figure}: comprueba que se conoce antes que el objetivo`,
  },
  persons: {
    "e-mail": "correo",
    "identity number": "número de identidad",
    "bank account": "cuenta bancaria",
    name: "nombre",
    telephone: "teléfono",
    address: "dirección",
  },
  describe: {
    column: (column) => `${column}, como en el fichero.`,
    since: (unit, from, to) =>
      unit === "years"
        ? `Años cumplidos desde ${from} hasta ${to}.`
        : `Días desde ${from} hasta ${to}.`,
    part: (part, column) =>
      part === "year" ? `Año de ${column}.` : `Mes de ${column}, de 1 a 12.`,
    earlierRows: "Filas anteriores de la clave.",
    daysSinceLast: "Días desde la última fila anterior de la clave.",
    meanEarlier: (column) =>
      `Media de ${column} en las filas anteriores de la clave; vacía si no hay.`,
    lastEarlier: (column) =>
      `Último valor conocido antes de ${column} para la clave; vacío si no hay.`,
  },
  suffix: {
    days: "dias",
    years: "años",
    year: "año",
    month: "mes",
    earlier: "filas_anteriores",
    daysSinceLast: "dias_desde_la_ultima",
    mean: "media_antes",
    last: "ultimo_antes",
  },
  question: (target, table) => `¿Cuál es ${target} en una fila de ${table}?`,
  observations: "filas",
  hasValue: (target, value) => `tienen ${target} ${value}`,
  unit: "su unidad",
  hashEntity: "huella",
  rowName: "fila",
  paths: { features: "caracteristicas", prediction: "prediccion" },
  comment: {
    head: (file, rows) =>
      `Lo escribió \`despliega new\` a partir de ${file} (${rows} filas). Se puede cambiar cada línea.`,
    question: "Aparece en listas y en el informe.",
    words: "Cómo llama el informe a las filas y a las respuestas.",
    classification: "El objetivo tiene clases. Para un número: regression.",
    regression: "El objetivo es un número. Para clases: classification.",
    dataset: (path) => `\`despliega start\` lo lee de ${path}.`,
    format: "Cómo está escrito el fichero.",
    columns: "Lo que se lee. Una fila que no encaja se rechaza; optional: puede faltar el valor.",
    notRead: "No se leen:",
    time: "Lo que ocurre el día de corte o después no cuenta.",
    future: "Las filas con fecha posterior al día del entrenamiento se guardan y aún no cuentan.",
    tableColumns:
      "Cómo llaman las tablas publicadas a una observación, a lo que se sortea y a la etiqueta.",
    features:
      "Lo que devuelve features.sql y de lo que aprende el modelo. Detrás de cada variable: sus valores en el fichero y lo\nbien que responde ella sola. Para limitar un número: bounds: { min: …, max: … }.",
    classes: "Nombres de las clases; de dos, la última es la positiva.",
    byTime: "Se prueba con el quinto más nuevo. by: chance sortea la prueba.",
    byGroup: (column) =>
      `Se prueba con un cuarto; las filas de un mismo ${column} quedan en el mismo lado.`,
    byRepeats:
      "Se prueba con un cuarto de las filas, sorteadas una a una, pues las filas iguales no son copias.",
    byChance: "Se prueba con un cuarto de las filas, sorteadas por su contenido.",
    estimators: "Se publica el mejor en la validación cruzada. Quita los que no quieras probar.",
    crossValidation: "Partes de las filas de entrenamiento y métrica que elige.",
    fewKeys: "Hay muy pocas claves para la validación cruzada, así que hay un solo estimador.",
    interval: "Las respuestas llevan un intervalo que contiene esta parte de los valores.",
    byRow: "Quien pregunta envía las variables de una fila.",
    servedByKey: "Quien pregunta nombra una clave, cuyas variables están en la versión publicada.",
    personKey:
      "La clave parece de una persona: va en el cuerpo, porque las urls acaban en registros.",
    privacy:
      "Un modelo que decide sobre personas es sensitive: `despliega new --sensitive`, docs/sensitive.md.",
    people: "El fichero nombra a personas y no se lee",
    gates:
      "Una versión debe llegar a floor y no quedar por debajo de la campeona más que tolerance. Estos floor quedan por\nencima de lo que alcanza por azar quien adivina: súbelos cuando hayas visto un informe.",
    logarithm: "log: los valores son positivos y asimétricos.",
    language: "Idioma del informe.",
    threshold:
      "Desde qué probabilidad la respuesta es la clase positiva. Otras: { policy: flagged, share: 0.1 },\n{ policy: precision, least: 0.8 }, { policy: recall, least: 0.8 }, { value: 0.5 }.",
    cost: "La clase es rara: escribe lo que te cuestan una falsa alarma y un fallo.",
    bestF1:
      "Una falsa alarma cuenta como un fallo. Si se conocen los costes: { policy: cost, falseAlarm: 1, miss: 5 }.",
  },
  sql: {
    byRow:
      "Una fila por cada fila del fichero con objetivo. La huella de la fila la nombra para el reparto.",
    byKey:
      "Una fila por cada fila del fichero en su día, con lo que se sabía antes de ese día, y una por clave en el corte,\n-- para servirla.",
    oneEach: "Cada clave dos veces: con su objetivo, para aprender, y sin él, para servirla.",
    known:
      "Un resultado cuenta desde el día siguiente. Si se conoce más tarde, como el de un préstamo, pon más días en known.",
    rare: "Quedan fuera las filas de clases demasiado raras para aprenderlas.",
  },
  readme: {
    intro: (file, rows) => `Lo hizo \`despliega new\` a partir de \`${file}\`, ${rows} filas.`,
    choices: "Qué pasó con cada columna",
    change: "`model.yaml` explica cada elección. Cambia lo que tú sepas mejor y entrena otra vez.",
    train: "Entrenar y servir",
    retrain:
      "Una versión pasa a ser la campeona si cumple sus condiciones de promoción. Su informe dice lo buena que es y qué usa.",
    limits: "Límites",
    limitsText:
      "- Las elecciones salen de un solo fichero. Nadie ha comprobado que cada variable se conozca antes que el objetivo.\n- Las condiciones de promoción solo piden más que adivinar. Súbelas tras el primer informe.\n- Escribe aquí de dónde salen los datos, a quién afectan las respuestas y para qué no deben usarse.",
  },
  wrote: (folder) => `Escrito en ${folder}: model.yaml, features.sql, README.md`,
  next: "Ahora:",
  thenAsk: "Y en otra terminal:",
};
