import { csvRow, type Field } from "../csv.js";
import { Random } from "../random.js";
import { drawFilm, type Film } from "./films.js";
import { respelled } from "./titles.js";

/** A CSV file about films. */
export interface Table {
  readonly file: string;
  readonly header: string;
  /** Share of the films that the table does not know. */
  readonly absent: number;
  /** Share of its rows that come a second time, drawn again. */
  readonly repeated: number;
  /** The fields of a film's row. */
  readonly row: (film: Film, title: string, random: Random) => readonly Field[];
}

/** The value, or nothing with the given probability. */
const unless = <T>(missing: number, random: Random, value: T): T | undefined =>
  random.chance(missing) ? undefined : value;

/** What another source knows of the budget: mostly the same, sometimes an estimate or a sum in another currency. */
const otherBudget = ({ budget }: Film, random: Random): number => {
  const kind = random.uniform();
  if (kind < 0.01) return budget * (20 + random.below(1000));
  return kind < 0.25 ? Math.ceil(budget * (6 + random.below(9)) * 1e-6) * 1e5 : budget;
};

export const TABLES: readonly Table[] = [
  {
    file: "films.csv",
    header:
      "movie_title,title_year,director_name,genres,duration,aspect_ratio," +
      "cast_total_facebook_likes,budget,imdb_score",
    absent: 0.04,
    repeated: 0.025,
    row: (film, title, random) => [
      title,
      film.year,
      unless(0.02, random, film.director),
      film.genres,
      unless(0.01, random, film.duration),
      unless(0.05, random, film.aspectRatio),
      // A cast that nobody looked up has no likes.
      random.chance(0.02) ? 0 : film.likes,
      unless(0.09, random, otherBudget(film, random)),
      unless(0.01, random, film.score),
    ],
  },
  {
    file: "finances.csv",
    header: "movie,release_year,production_budget,domestic_gross,worldwide_gross",
    absent: 0.03,
    repeated: 0.01,
    row: (film, title, random) => {
      const unknown = random.uniform();
      // The source writes 0 for a film whose takings it does not know.
      const worldwide = unknown < 0.015 ? 0 : unknown < 0.03 ? undefined : film.worldwideGross;
      const domestic = worldwide === 0 ? 0 : unless(0.02, random, film.domesticGross);
      return [title, film.year, unless(0.03, random, film.budget), domestic, worldwide];
    },
  },
  {
    file: "openings.csv",
    header: "title,year,opening_gross,screens",
    absent: 0.04,
    repeated: 0.01,
    row: (film, title, random) => [
      title,
      film.year,
      unless(0.02, random, film.openingGross),
      unless(0.04, random, film.screens),
    ],
  },
];

const SPELT_OTHERWISE = 0.12;

/** Share of the rows that no reader can take as they are. */
const SPOILT = 0.004;

/** A row that somebody has worked on by hand: a number became a word, or the row ends too early. */
const spoilt = (fields: readonly Field[], random: Random): readonly Field[] => [
  ...fields.slice(0, -1),
  ...(random.chance(0.5) ? [] : ["unknown"]),
];

/**
 * The rows of a table about the first films of a seed.
 *
 * @param stream the first of as many streams of random values as there are films
 */
export const tableRows = (table: Table, films: number, seed: number, stream: number): string[] => {
  const rows: string[] = [];
  for (let number = 0; number < films; number++) {
    const film = drawFilm(seed, number);
    const random = new Random(seed, stream + number);
    if (random.chance(table.absent)) continue;
    for (let copies = random.chance(table.repeated) ? 2 : 1; copies > 0; copies--) {
      const title = random.chance(SPELT_OTHERWISE) ? respelled(film.title, random) : film.title;
      const fields = table.row(film, title, random);
      rows.push(csvRow(random.chance(SPOILT) ? spoilt(fields, random) : fields));
    }
  }
  return rows;
};
