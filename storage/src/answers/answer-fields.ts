/** The field of an answer that holds the subject's pseudonym. */
export const PSEUDONYM_FIELD = "pseudonym" as const;

/** The field of a detailed answer that holds the interval around a number. */
export const INTERVAL_FIELD = "intervalo" as const;

/** The field of a detailed answer that names features far outside what the model has learned from. */
export const FAR_FIELD = "fuera_de_lo_aprendido" as const;

/** The field of a detailed answer about an entity that says how old its features are. */
export const FRESHNESS_FIELD = "frescura" as const;

/** The field of a detailed answer that holds its id, where answers are recorded or kept as decisions. */
export const ID_FIELD = "id_prediccion" as const;

/** The field of a detailed answer that says that the release does not know the entity, and took it for one without history. */
export const NEW_FIELD = "entidad_nueva" as const;
