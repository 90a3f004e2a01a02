/** A row of a table about films: what says which film it is, and the rest by column. */
export interface Entry {
  readonly title: string;
  readonly year: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The tables, in the order of their rows. */
export interface Tables {
  readonly films: readonly Entry[];
  readonly finances: readonly Entry[];
  readonly openings: readonly Entry[];
}

/** What `features.sql` should return: one film after another, as the finances know them. */
export const observe = ({ films, finances, openings }: Tables): Record<string, unknown>[] => {
  const seen = new Set<string>();
  const observations: Record<string, unknown>[] = [];
  for (const [row, entry] of finances.entries()) {
    const name = nameOf(entry.title);
    const gross = entry.values["worldwide_gross"] ?? 0;
    const film = `${name} (${entry.year})`;
    if (name === "" || gross <= 0 || seen.has(film)) continue;
    seen.add(film);
    const same = (other: Entry) => nameOf(other.title) === name && other.year === entry.year;
    const opening = openings.find(same)?.values ?? {};
    const known = films.find(same)?.values ?? {};
    observations.push({
      observation: row,
      entity: film,
      observed_at: null,
      label: gross,
      opening_gross: opening["opening_gross"] ?? null,
      screens: opening["screens"] ?? null,
      production_budget: entry.values["production_budget"] ?? null,
      title_year: entry.year,
      aspect_ratio: known["aspect_ratio"] ?? null,
      duration: known["duration"] ?? null,
      cast_total_facebook_likes: known["cast_total_facebook_likes"] ?? null,
      budget: known["budget"] ?? null,
      imdb_score: known["imdb_score"] ?? null,
    });
  }
  return observations;
};

/** The words of a title: its letters and digits without case and accents, one space between them. */
const nameOf = (title: string): string => {
  let name = "";
  for (const character of title.normalize("NFD").toLowerCase()) {
    if (/\p{M}/u.test(character)) continue;
    if (/[\p{L}\p{N}]/u.test(character)) name += character;
    else if (!name.endsWith(" ")) name += " ";
  }
  return name.trim();
};
