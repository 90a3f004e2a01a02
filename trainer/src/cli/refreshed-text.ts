import type { Refreshed } from "../release/edition/make-edition.js";

/** What became of the features of a model, as a sentence. */
export const refreshedText = ({ champion, rows, before, newestEvent }: Refreshed): string => {
  const { model, version, edition } = champion;
  return `${model} ${version} answers by its features of ${edition!.name} now: ${rows} entities${changeOf(rows - before.rows)}${newestEvent === null ? "" : `, newest event of ${newestEvent}`}.`;
};

const changeOf = (more: number): string => {
  if (more === 0) return ", as many as before";
  return more > 0 ? `, ${more} more than before` : `, ${-more} fewer than before`;
};

/** The same for programs. */
export const refreshedFields = ({
  champion,
  rows,
  before,
  newestEvent,
}: Refreshed): Readonly<Record<string, unknown>> => ({
  model: champion.model,
  version: champion.version,
  edition: champion.edition!.name,
  entities: rows,
  entitiesBefore: before.rows,
  newestEvent,
  newestEventBefore: before.newestEvent ?? null,
  sequence: champion.sequence,
});
