import type { Catalogue } from "../catalogue.js";

/** Title, links and facts of the page. */
export const page: Catalogue["page"] = {
  title: (model) => `${model}: informe`,
  sections: "Apartados",
  facts: {
    input: "Entrada",
    bytes: (name, bytes) => `${name}, ${bytes} bytes`,
    rows: "Filas",
    read: (read, kept, rejected) => `${read} leídas, ${kept} usadas, ${rejected} rechazadas`,
    asOf: "Fecha de corte",
  },
  billion: " mil M",
};
