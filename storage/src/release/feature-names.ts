const LETTERS = /^\p{L}[\p{L}\p{M}\p{Nd}_]*$/u;

/** The longest name, in bytes of UTF-8. */
const NAME_BYTES = 128;

/**
 * Whether a feature, an answer, an entity or a field may have this name, in SQL and in every protocol: a letter of any
 * script, then letters, digits and _, in Unicode NFC.
 */
export const isName = (name: string): boolean =>
  LETTERS.test(name) && name === name.normalize("NFC") && Buffer.byteLength(name) <= NAME_BYTES;

/** The rule of {@link isName}, as the end of a sentence. */
export const NAME_RULE =
  `a letter, then letters, digits and _, with composed accents (NFC), at most ${NAME_BYTES} bytes` as const;

/** The fields beside the features in an answer with an entity's features. No feature may have one of these names. */
export const FEATURES_FIELDS: readonly string[] = ["version", "entidad_nueva", "frescura"];

/** The fields beside the prediction in answers. No prediction may have one of these names. */
export const ANSWER_FIELDS: readonly string[] = [
  "probabilidad",
  "probabilidades",
  "intervalo",
  "version",
  "base",
  "contribuciones",
  "puntuacion",
  "razones",
  "puntos",
  "fuera_de_lo_aprendido",
  "entidad_nueva",
  "frescura",
  "id_prediccion",
  "pseudonym",
];
