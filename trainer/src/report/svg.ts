import { escapeHtml, Html } from "./html.js";
import { chartLocale } from "./language/chart-locale.js";
import type { Locale } from "./language/locale.js";
import type { Chart } from "./section.js";
import { CHART_WIDTH, theme } from "./theme.js";

/**
 * Draws a chart without a browser, as an inline SVG with its accessible name. Equal charts give equal bytes.
 *
 * @param id begins the identifiers inside, to keep them apart from those of other pictures on the page
 */
export const svg = async (id: string, { name, spec }: Chart, locale: Locale): Promise<Html> => {
  // The drawing library takes as long to load as all the rest, and only a report needs it.
  const { logger, Error: level, parse, View } = await import("vega");
  const { compile } = await import("vega-lite");
  const strict = logger(level, "error", fail);
  const sized = { width: CHART_WIDTH, autosize: { type: "fit", contains: "padding" }, ...spec };
  const compiled = compile(sized as typeof spec, {
    config: { ...theme, locale: chartLocale(locale) },
    logger: strict,
  }).spec;
  const view = new View(parse(compiled), { renderer: "none", logger: strict });
  try {
    const drawn = renameIds(id, await view.toSVG());
    return new Html(drawn.replace("<svg ", `<svg role="img" aria-label="${escapeHtml(name)}" `));
  } finally {
    view.finalize();
  }
};

// Vega logs an error while it draws, and leaves an empty picture.
const fail = (_level: string, _method: string, messages: readonly unknown[]): never => {
  throw new Error(messages.map(String).join(" "));
};

// Vega counts identifiers across all pictures of the process.
const renameIds = (prefix: string, drawn: string): string => {
  const renamed = new Map<string, string>();
  return drawn.replaceAll(/(?<= id="|url\(#)[^")]+/g, (old) => {
    const name = renamed.get(old) ?? `${prefix}-${renamed.size + 1}`;
    renamed.set(old, name);
    return name;
  });
};
