import type { page as english } from "../en/page.js";

/** Lo que rodea cada vista. */
export const page: typeof english = {
  skip: "Ir al contenido",
  models: "Modelos",
  operate: "Operación",
  urls: "Direcciones",
  language: "Idioma",
  navigation: "Páginas",
  tabs: "Vistas del modelo",
  loading: "Cargando…",
  readOnly: "Nada en esta página cambia nada.",
  tab: {
    try: "Probar",
    quality: "Calidad",
    releases: "Versiones",
    watch: "Vigilancia",
    lineage: "Procedencia",
  },
  signIn: {
    heading: "¿Quién pregunta?",
    key: "Esta api responde a quien tiene una clave.",
    bearer: "Esta api responde a quien tiene un token de Microsoft Entra.",
    keyLabel: "Clave",
    bearerLabel: "Token",
    submit: "Continuar",
    kept: "Se queda solo en esta página y desaparece al cerrarla.",
    refused: "La api no la aceptó. Puede estar mal escrita, caducada o ser de otra api.",
    there: (host) => `Iniciar sesión en ${host}`,
    paste: "O pegue un token",
    failed: "El inicio de sesión no dio ningún token. Inténtelo de nuevo o pegue uno.",
    forget: "Olvidar la clave",
  },
};
