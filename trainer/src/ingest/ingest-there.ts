import { EngineUnfit, InputEmpty, InputHeader, InputRejected } from "../errors/errors.js";
import type { Engine } from "../engine/engine.js";
import type { RemoteFiles, RemoteRows } from "../engine/remote-files.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import type { PlainColumns } from "../model/columns.js";
import type { InputFormat } from "../model/input-format.js";
import type { InputDefinition } from "../model/model.js";
import { checks, typed, type Check } from "./checks.js";
import type { Ingested, IngestOptions } from "./ingest.js";
import type { Loaded } from "./load.js";
import { firstOfEach } from "./load.js";
import { withoutPeople } from "./person-columns.js";
import { causesOf, qualityOf } from "./quality.js";
import { appendRejects, countRejects, rejectsOf, summarise } from "./rejects.js";
import { untilRun } from "./until-run.js";

const [FAULT, FAULTS, LINE, NTH, RECORD, HEADER, SKIPPED] = [
  ...[": fault", ": faults", ": line", ": nth"],
  ...[": record", ": header", ": skipped"],
].map(identifier) as [string, string, string, string, string, string, string];

/** Columns of a loaded row's place, which the number of its record is made of. */
const [FILE, PART, ROW] = [": file", ": part", ": place"].map(identifier) as [
  string,
  string,
  string,
];

/**
 * Reads an input into a table of exactly the model's columns, as `ingest` does, where the engine reads the files itself.
 * All checks are SQL. The number of a row of one CSV is its line, as far as no line is blank; else it is that of its record
 * through all files in the order of their names.
 *
 * @param url of a file or of a directory
 * @throws `INPUT_…` errors, and `ENGINE_UNFIT` for what only the trainer's own reader takes
 */
export const ingestThere = (
  engine: Engine,
  files: RemoteFiles,
  url: string,
  { dataset, table: name, columns, input = {}, ...when }: InputDefinition,
  {
    rejectedFile,
    directory,
    maxRejected,
    runDay,
  }: Pick<IngestOptions, "rejectedFile" | "maxRejected" | "runDay"> & {
    /** Where a file can be written. */
    readonly directory: string;
  },
): Promise<Ingested> =>
  scoped(engine, async (own, keep) => {
    const rows = await openThere(files, url, input);
    requireColumns(url, columns, rows.names);
    const wanted = untilRun(withoutPeople(columns), when, runDay);
    const loaded = await withoutRepeats(own, await loadThere(own, rows, wanted), wanted);
    const { read, kept } = await own.row<{ read: number; kept: number }>(`
      SELECT count(*) AS read, count(*) FILTER (WHERE ${FAULT} IS NULL) AS kept FROM ${loaded.table.name}`);
    if (read === 0) throw new InputEmpty({ file: url, found: "has a header and no rows" });
    const rejected = read - kept;
    const rejects = rejectsOf(own.dialect, loaded, undefined);
    await appendRejects(own, rejects, dataset, directory, rejectedFile);
    const faults = rejected === 0 ? 0 : await countRejects(own, rejects);
    const causes = faults === 0 ? [] : await causesOf(own, rejects);
    if (kept === 0 || rejected / read > maxRejected) {
      const reasons = await summarise(own, rejects, "rows");
      throw new InputRejected({ file: url, rejected, read, maxRejected, reasons });
    }
    const names = Object.keys(wanted).map(identifier).join(", ");
    const table = keep(
      await own.table(
        `SELECT ${names}, ${NTH} - 1 AS ${own.dialect.place} FROM ${loaded.table.name} WHERE ${FAULT} IS NULL`,
        name,
      ),
    );
    return {
      dataset,
      table,
      identities: undefined,
      read,
      kept,
      rejected,
      faults,
      columns: rows.names,
      ignoredColumns: rows.names.filter((of) => !Object.hasOwn(columns, of)),
      lastLineEnds: true,
      pseudonymKey: null,
      quality: { causes, ...(await qualityOf(own, table, wanted, undefined)) },
      keptTable: undefined,
      lackedIdentifier: undefined,
    };
  });

/** Opens files whose fields mean what they mean in the standard format, but for what is between and around them. */
const openThere = (files: RemoteFiles, url: string, input: InputFormat): Promise<RemoteRows> => {
  const { format, delimiter = ",", quote = '"', encoding = "utf-8", ...words } = input;
  if (format === "parquet" || (format === undefined && /\.parquet\/?$/u.test(url)))
    return files.parquet(url);
  const standard: InputFormat = { decimal: ".", dateFormat: "YYYY-MM-DD" };
  const other = Object.entries(words).find(
    ([field, value]) => value !== standard[field as keyof InputFormat],
  );
  const unfit = encoding === "utf-8" ? other?.[0] : "encoding";
  if (unfit !== undefined)
    throw new EngineUnfit({
      what: `input.${unfit} of model.yaml cannot be read`,
      cure: "write the files as CSV in UTF-8 with points and YYYY-MM-DD, or as Parquet",
    });
  return files.csv(url, { delimiter, quote: quote === "none" ? undefined : quote });
};

const requireColumns = (
  file: string,
  columns: InputDefinition["columns"],
  names: readonly string[],
): void => {
  const missing = Object.entries(columns).flatMap(([name, { absent }]) =>
    absent === "allowed" || names.includes(name) ? [] : [name],
  );
  if (missing.length > 0)
    throw new InputHeader({
      file,
      problem: `its columns lack ${missing.join(", ")}: name every column there, exactly so`,
    });
};

/** Loads rows into a table, with the first fault of each of their columns, the number of their record and their place. */
const loadThere = async (
  engine: Engine,
  { names, from, broken, place, headerLines }: RemoteRows,
  columns: PlainColumns,
): Promise<Loaded> => {
  const { dialect } = engine;
  const text = (field: string) =>
    names.includes(field) ? `c${names.indexOf(field)}` : dialect.cast("NULL", "text");
  const present = Object.entries(columns).filter(([field]) => names.includes(field));
  const malformed: readonly Check[] = [
    { column: "", reason: "too few columns", fails: `${broken} < ${names.length}` },
    { column: "", reason: "too many columns", fails: `${broken} > ${names.length}` },
    { column: "", reason: "not of the columns of the header", fails: `${broken} IS NOT NULL` },
  ];
  const reasons = [...malformed, ...checks(dialect, Object.fromEntries(present), text, identifier)];
  const values = Object.entries(columns).map(
    ([field, column]) => `${typed(dialect, column, text(field))} AS ${identifier(field)}`,
  );
  // The first is that of a record without the fields, of which nothing else is told. What is used more than once is a column
  // of an inner query, since the engine compiles each expression.
  const faults = firstOfEach(reasons);
  const firsts = faults.map((_, i) => `first${i}`);
  const placed = await engine.table(`
    SELECT ${Object.keys(columns).map(identifier).join(", ")},
           coalesce(${firsts.join(", ")}) AS ${FAULT},
           CASE WHEN first0 IS NOT NULL THEN ${dialect.list(["first0"])}
                WHEN coalesce(${firsts.join(", ")}) IS NOT NULL THEN ${dialect.present(firsts)} END AS ${FAULTS},
           ${FILE}, ${PART}, ${ROW}
    FROM (SELECT *, ${faults.map((first, i) => `${dialect.cast(first, "integer")} AS first${i}`).join(", ")}
          FROM (SELECT *, ${values.join(", ")},
                       ${place.file} AS ${FILE}, ${place.part} AS ${PART}, ${place.row} AS ${ROW}
                FROM ${from}))`);
  const isMalformed = `coalesce(${FAULT} <= ${malformed.length}, false)`;
  const { some } = await engine.row<{ some: boolean }>(
    `SELECT coalesce(bool_or(${isMalformed}), false) AS some FROM ${placed.name}`,
  );
  // Such records are no rows. To count them means to move all rows.
  const skipped = some
    ? `p.skipped + count(*) FILTER (WHERE ${isMalformed}) OVER (PARTITION BY t.${FILE}, t.${PART} ORDER BY t.${ROW})`
    : "0";
  const bigint = (number: string) => dialect.cast(number, "bigint");
  const ofFirst = (value: string) => `CASE WHEN ${PART} = 0 THEN ${value} ELSE 0 END`;
  const headers = headerLines === 0 ? "0" : ofFirst(String(headerLines));
  // A header of other columns is none of the records that are left out.
  const badHeaders =
    headerLines === 0 ? "0" : ofFirst(`min_by(CASE WHEN ${isMalformed} THEN 1 ELSE 0 END, ${ROW})`);
  // A part's rows follow each other, and a file's parts too: sums over the few parts make the numbers of all rows.
  const table = await engine.view(`
    SELECT *, ${bigint(`${RECORD} + ${HEADER}`)} AS ${LINE}, ${bigint(`${RECORD} - ${SKIPPED}`)} AS ${NTH}
    FROM (
      SELECT t.*, t.${ROW} - p.first + p.before + 1 AS ${RECORD}, p.header AS ${HEADER}, ${skipped} AS ${SKIPPED}
      FROM ${placed.name} AS t JOIN (
        SELECT ${FILE}, ${PART}, first, sum(n) OVER (ORDER BY ${FILE}, ${PART}) - n AS before,
               sum(malformed) OVER (ORDER BY ${FILE}, ${PART}) - malformed AS skipped,
               CASE WHEN min(${FILE}) OVER () = max(${FILE}) OVER () THEN ${headerLines} ELSE 0 END AS header
        FROM (SELECT ${FILE}, ${PART}, min(${ROW}) + ${headers} AS first, count(*) - ${headers} AS n,
                     count(*) FILTER (WHERE ${isMalformed}) - ${badHeaders} AS malformed
              FROM ${placed.name} GROUP BY ${FILE}, ${PART})
      ) AS p ON p.${FILE} = t.${FILE} AND p.${PART} = t.${PART}
      WHERE t.${ROW} >= p.first)`);
  return {
    table,
    fault: FAULT,
    faults: FAULTS,
    line: LINE,
    extra: [],
    reasons: reasons.map(({ column, reason }) => ({ column, reason })),
  };
};

/** Marks, column by column, the rows that repeat a unique value of an earlier row that fits. */
const withoutRepeats = async (
  engine: Engine,
  loaded: Loaded,
  columns: PlainColumns,
): Promise<Loaded> => {
  let { table } = loaded;
  const reasons = [...loaded.reasons];
  for (const [name, { unique }] of Object.entries(columns)) {
    if (unique !== true) continue;
    reasons.push({ column: name, reason: "duplicate" });
    const value = identifier(name);
    if ((await engine.repeated(table, name, `${FAULT} IS NULL`)) === 0) continue;
    const others = (await engine.columnsOf(table))
      .map(identifier)
      .filter((column) => column !== FAULT);
    table = await engine.table(`
      SELECT ${others.join(", ")},
             CASE WHEN ${FAULT} IS NULL AND ${value} IS NOT NULL AND nth > 1 THEN ${reasons.length} ELSE ${FAULT} END AS ${FAULT}
      FROM (SELECT *, row_number() OVER (
              PARTITION BY ${value}, CASE WHEN ${FAULT} IS NULL THEN 0 ELSE 1 END ORDER BY ${LINE}) AS nth
            FROM ${table.name})`);
  }
  return { ...loaded, table, reasons };
};
