import { html, Html } from "./html.js";
import type { Locale } from "./language/locale.js";
import type { Section } from "./section.js";
import { style } from "./style.js";
import { svg } from "./svg.js";
import { tableHtml } from "./table.js";

/** A whole report, of any kind of model. */
export interface Report {
  readonly title: string;
  /** The title of the browser's tab. Default: that of the report of a model */
  readonly tab?: string;
  /** The question that the model answers. */
  readonly question: string;
  /** The result in plain sentences. */
  readonly summary: readonly string[];
  /** Names and values of the title block. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly Section[];
}

/** Writes a report as one HTML page without scripts, fonts or other files. Equal reports give equal bytes. */
export const renderPage = async (report: Report, locale: Locale): Promise<string> => {
  const sections: Html[] = [];
  for (const section of report.sections) sections.push(await sectionHtml(section, locale));
  return html`<!doctype html>
    <html lang="${locale.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${report.tab ?? locale.text.page.title(report.title)}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${report.title}</h1>
          <p class="lead">${report.question}</p>
          <div class="summary">${report.summary.map((sentence) => html`<p>${sentence}</p>`)}</div>
          <dl>
            ${report.facts.map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>
          <nav aria-label="${locale.text.page.sections}">
            <ul>
              ${report.sections.map(linkHtml)}
            </ul>
          </nav>
        </header>
        <main>${sections}</main>
      </body>
    </html> `.markup;
};

const linkHtml = ({ heading }: Section): Html =>
  html`<li><a href="#${slug(heading)}">${heading}</a></li>`;

const sectionHtml = async (
  { heading, reading, warning, chart, table }: Section,
  locale: Locale,
): Promise<Html> => {
  const id = slug(heading);
  const figure = chart && html`<figure>${await svg(id, chart, locale)}</figure>`;
  return html`<section id="${id}">
    <h2>${heading}</h2>
    <p>${reading}</p>
    ${warning && html`<p class="warning">${warning}</p>`}
    <div class="${chart && table ? "body both" : "body"}">
      ${figure}${table && tableHtml(table)}
    </div>
  </section> `;
};

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-");
