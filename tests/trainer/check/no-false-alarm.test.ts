import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { checkModel } from "@despliega/trainer/check/check-model.js";
import { findLeak } from "@despliega/trainer/check/find-leak.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { linesOf, visits } from "./visits.js";

const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const AS_OF = "2024-05-01";

const moment = (time: number): string => new Date(time).toISOString().slice(0, 16);
const day = (time: number): string => moment(time).slice(0, 10);

/** Headers and rows of the inputs; what happens goes on until the cut-off. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  "events.csv": [
    "id,client,ts,amount,kind,lost",
    ...Array.from({ length: 400 }, (_, i) => {
      const time = START + ((i * 7919) % (120 * 1440)) * MINUTE;
      return `${i + 1},${(i * 11) % 30},${moment(time)},${(i * 37) % 500}.25,${"abc"[i % 3]},${+(i % 7 < 2)}`;
    }),
  ],
  "prices.csv": [
    "ts,price",
    ...Array.from(
      { length: 200 },
      (_, i) => `${moment(START + i * 14 * 60 * MINUTE)},${100 + ((i * 31) % 17) / 3}`,
    ),
  ],
  "clients.csv": [
    "client,segment,since",
    ...Array.from({ length: 30 }, (_, i) => `${i},segment ${i % 4},${day(START - i * 17 * DAY)}`),
  ],
  "bookings.csv": [
    "booking,client,booked,travel,cancelled",
    ...Array.from({ length: 150 }, (_, i) => {
      const booked = START + ((i * 7) % 115) * DAY;
      return `${i + 1},${i % 30},${day(booked)},${day(booked + (10 + (i % 20)) * DAY)},${i % 3 === 0 ? 1 : 0}`;
    }),
  ],
};

const INPUTS: ModelDefinition["inputs"] = [
  {
    dataset: "events.csv",
    table: "events",
    time: "ts",
    columns: {
      id: { type: "integer", unique: true },
      client: { type: "integer" },
      ts: { type: "timestamp" },
      amount: { type: "decimal" },
      kind: { type: "text", values: ["a", "b", "c"] },
      lost: { type: "integer", min: 0, max: 1 },
    },
  },
  {
    dataset: "prices.csv",
    table: "prices",
    time: "ts",
    columns: { ts: { type: "timestamp", unique: true }, price: { type: "number" } },
  },
  {
    dataset: "clients.csv",
    table: "clients",
    columns: {
      client: { type: "integer", unique: true },
      segment: { type: "text" },
      since: { type: "date" },
    },
  },
  {
    dataset: "bookings.csv",
    table: "bookings",
    time: "travel",
    future: "allowed",
    columns: {
      booking: { type: "integer", unique: true },
      client: { type: "integer" },
      booked: { type: "date" },
      travel: { type: "date" },
      cancelled: { type: "integer", min: 0, max: 1 },
    },
  },
];

const PAST = "PARTITION BY client ORDER BY ts::DATE RANGE UNBOUNDED PRECEDING EXCLUDE GROUP";

/** An observation for each event, with features of the table, and of others that are joined to it. */
const events = (features: string, joined = "events"): string =>
  `SELECT id AS observation, client AS entity, ts::DATE AS observed_at, lost AS label, ${features}
   FROM ${joined} WHERE ts < getvariable('as_of')`;

/** Statements that look at nothing that they may not know, with the features that they return. */
const HONEST: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "windows by a range of days, with filters",
    `${events("count(*) FILTER (WHERE kind = 'a') OVER w AS a30, sum(amount) OVER w AS spent")}
     WINDOW w AS (PARTITION BY client ORDER BY ts::DATE
                  RANGE BETWEEN INTERVAL 30 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING)`,
    ["a30", "spent"],
  ],
  [
    "a lateral join and arithmetic of days",
    `SELECT id AS observation, e.client AS entity, e.ts::DATE AS observed_at, lost AS label, last, n7,
            datediff('day', since, e.ts::DATE) AS tenure
     FROM events AS e JOIN clients USING (client) LEFT JOIN LATERAL (
       SELECT arg_max(p.amount, (p.ts, p.id)) AS last, count(*) FILTER (WHERE p.ts >= e.ts - INTERVAL 7 DAY) AS n7
       FROM events AS p WHERE p.client = e.client AND p.ts::DATE < e.ts::DATE) ON true
     WHERE e.ts < getvariable('as_of')`,
    ["last", "n7", "tenure"],
  ],
  [
    "ASOF joins of prices",
    `SELECT id AS observation, client AS entity, e.ts::DATE AS observed_at, lost AS label,
            p.price, p.price - q.price AS rise
     FROM events AS e ASOF LEFT JOIN prices AS p ON e.ts > p.ts
     ASOF LEFT JOIN (SELECT ts + INTERVAL 7 DAY AS later, price FROM prices) AS q ON e.ts > q.later
     WHERE e.ts < getvariable('as_of')`,
    ["price", "rise"],
  ],
  [
    "labels of earlier moments of the same day",
    events(`lag(lost) OVER (PARTITION BY client ORDER BY ts, id) AS previous,
            avg(lost) OVER (ORDER BY ts RANGE BETWEEN INTERVAL 3 DAY PRECEDING AND INTERVAL 1 SECOND PRECEDING) AS recent`),
    ["previous", "recent"],
  ],
  [
    "snapshots every 30 days, with a label of the days after",
    `WITH days AS (
       SELECT unnest(generate_series(DATE '2024-01-31', getvariable('as_of'), INTERVAL 30 DAY))::DATE AS day
       UNION SELECT getvariable('as_of')),
     snapshots AS (SELECT client, day FROM clients CROSS JOIN days)
     SELECT client || ' ' || day AS observation, client AS entity, day AS observed_at,
            CASE WHEN day + 30 <= getvariable('as_of') THEN (count(e.id) FILTER (WHERE e.ts::DATE BETWEEN day AND day + 29) = 0)::INTEGER END AS label,
            count(e.id) FILTER (WHERE e.ts::DATE < day) AS n,
            coalesce(sum(e.amount) FILTER (WHERE e.ts::DATE < day), 0) AS spent
     FROM snapshots LEFT JOIN events AS e USING (client) GROUP BY client, day`,
    ["n", "spent"],
  ],
  [
    "numbers of rows for keys",
    events(
      `sum(amount) OVER (${PAST}) AS spent`,
      "(SELECT * REPLACE (row_number() OVER (ORDER BY client, ts, id) AS id) FROM events)",
    ),
    ["spent"],
  ],
  [
    "one observation of each client, at the last event",
    `SELECT client AS observation, client AS entity, max(ts)::DATE AS observed_at,
            arg_max(lost, (ts, id)) AS label, count(*) - 1 AS n, sum(amount) AS spent
     FROM events WHERE ts < getvariable('as_of') GROUP BY client`,
    ["n", "spent"],
  ],
  [
    "a series that is forecast",
    `WITH daily AS (
       SELECT ts::DATE AS day, sum(lost) AS total FROM events WHERE ts < getvariable('as_of') GROUP BY 1)
     SELECT day AS observation, 'all' AS entity, day AS observed_at,
            (lead(total) OVER (ORDER BY day) > total)::INTEGER AS label, total,
            avg(total) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week
     FROM daily`,
    ["total", "week"],
  ],
  [
    "rates of segments on earlier days",
    `WITH daily AS (
       SELECT segment, ts::DATE AS day, sum(lost) AS lost, count(*) AS n
       FROM events JOIN clients USING (client) GROUP BY ALL),
     known AS (
       SELECT segment, day, sum(lost) OVER w / nullif(sum(n) OVER w, 0) AS rate FROM daily
       WINDOW w AS (PARTITION BY segment ORDER BY day RANGE UNBOUNDED PRECEDING EXCLUDE GROUP))
     SELECT id AS observation, e.client AS entity, ts::DATE AS observed_at, lost AS label, rate
     FROM events AS e JOIN clients USING (client) JOIN known ON known.segment = clients.segment AND known.day = ts::DATE
     WHERE ts < getvariable('as_of')`,
    ["rate"],
  ],
  [
    "deviations and slopes of doubles",
    `${events("stddev(amount::DOUBLE) OVER w AS deviation, regr_slope(amount, epoch(ts)) OVER w AS slope")}
     WINDOW w AS (${PAST})`,
    ["deviation", "slope"],
  ],
  [
    "bookings of days to come, known when they are made",
    `SELECT booking AS observation, client AS entity, booked AS observed_at, cancelled AS label,
            travel - booked AS ahead, count(*) OVER (PARTITION BY client ORDER BY booked RANGE UNBOUNDED PRECEDING EXCLUDE GROUP) AS n
     FROM bookings WHERE booked < getvariable('as_of')`,
    ["ahead", "n"],
  ],
];

describe("no check is alarmed by", () => {
  let engine: Engine;
  let tables: readonly Relation[];

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    for (const [name, lines] of Object.entries(FILES))
      await writeFile(join(directory, name), `${lines.join("\n")}\n`);
    const spillDirectory = join(directory, "spill");
    engine = await openEngine({ memoryLimit: "500MB", threads: 1, spillDirectory });
    const files = INPUTS.map(({ dataset }) => ({ file: join(directory, dataset) }));
    const keys = { pseudonym: [], identity: [] };
    const options = { directory, maxRejected: 0, keys };
    const { inputs } = await ingestAll(engine, { name: "m", inputs: INPUTS }, files, options);
    tables = inputs.map(({ table }) => table);
  });

  afterAll(() => engine.close());

  test.each(HONEST)("%s", async (_, sql, names) => {
    const features = names.map((name) => ({
      name,
      type: "number" as const,
      description: name,
      missing: "allowed" as const,
    }));
    const columns = { observation: "id", entity: "client", label: "lost" };
    const model: ModelDefinition = { ...visits, inputs: INPUTS, sql, features, columns };
    expect(await findLeak(engine, model, tables, AS_OF)).toBeUndefined();
    const findings = await checkModel(engine, model, tables, { asOf: AS_OF, rows: 10_000 });
    const lines = linesOf(findings);
    expect(lines).toContainEqual(expect.stringMatching(/^ok future: [1-9]/));
    expect(lines.filter((line) => !/^(?:ok|skipped)|in its last digits/.test(line))).toEqual([]);
  });
});
