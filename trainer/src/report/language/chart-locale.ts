import type { Config } from "vega-lite";

import type { Locale } from "./locale.js";

/** How the labels of a picture write numbers in a language. (https://d3js.org/d3-format#formatLocale) */
export const chartLocale = ({ language }: Locale): NonNullable<Config["locale"]> => ({
  number: {
    ...(language === "es"
      ? { decimal: ",", thousands: ".", percent: "\u00a0%" }
      : { decimal: ".", thousands: ",", percent: "%" }),
    grouping: [3],
    currency: ["", ""],
    minus: "\u2212",
  },
});
