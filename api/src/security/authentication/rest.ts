/** Seconds after two bad answers of the issuer in a row in which no other is requested. */
export const REST_SECONDS = 5;
