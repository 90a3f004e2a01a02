import { readPart, type BlobStore, type Manifest } from "@despliega/storage";

import { DEFAULT_LANGUAGE } from "@despliega/storage/language";
import { html, type Html } from "./html.js";
import { localeOf, type Locale } from "./language/locale.js";
import { checkTables, comparisonTable, verdictOf } from "./release-summary.js";
import { tableHtml } from "./table.js";

/**
 * The report of a release as people see it: `report.html`, which follows from input and parameters alone, with what
 * publishing wrote into the manifest before its first section: version, time, commit, and the champion beside the
 * candidate.
 *
 * @param locale default: that of the model
 */
export const wholeReport = (
  page: string,
  manifest: Manifest,
  locale: Locale = localeOf(manifest.language ?? DEFAULT_LANGUAGE),
): string => page.replace("<main>", (main) => main + releaseHtml(manifest, locale).markup);

/** Reads `report.html` and makes the whole report of it. @throws what `readPart` throws */
export const readWholeReport = async (store: BlobStore, manifest: Manifest): Promise<string> =>
  wholeReport((await readPart(store, manifest, "report.html")).toString(), manifest);

const releaseHtml = (manifest: Manifest, locale: Locale): Html => {
  const { release } = locale.text;
  const { version, created, lineage } = manifest;
  const { version: trainer, commit } = lineage.trainer;
  const facts = [
    [release.version, version],
    [release.created, `${created.slice(0, 16).replace("T", " ")} UTC`],
    [release.trainer, trainer],
    ...(commit === null ? [] : [[release.commit, commit]]),
  ] as const;
  return html`<section id="release">
    <h2>${release.heading}</h2>
    <p>${strong(verdictOf(manifest, locale))}</p>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <div class="body both">
      ${[comparisonTable(manifest, locale), ...checkTables(manifest, locale)].map(tableHtml)}
    </div>
  </section> `;
};

/** Sentences whose bold words are between two pairs of asterisks. */
const strong = (sentences: string): Html[] =>
  sentences
    .split("**")
    .map((part, at) => (at % 2 === 1 ? html`<strong>${part}</strong>` : html`${part}`));
