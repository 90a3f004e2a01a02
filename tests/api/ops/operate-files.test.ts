import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createRecorder } from "@despliega/api";
import { memoryBlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";

import { readText, ROOT } from "../../repository/files.js";
import { codeWord, parseMarkdown, tableOf } from "../../repository/markdown.js";
import { linesHere } from "../../support/lines-here.js";
import { needing } from "../../support/needing.js";
import { apiServing } from "../protocols/support.js";
import { capturedLog } from "../support.js";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

const { panels } = JSON.parse(readText("docs/operate/dashboard.json")) as {
  readonly panels: readonly Panel[];
};

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

const [{ rules }] = (
  parse(readText("docs/operate/alerts.yaml")) as {
    readonly groups: readonly [{ readonly rules: readonly Rule[] }];
  }
).groups;

/** A query as Prometheus gets it, with what Grafana puts in the place of its variables. */
const filled = (expr: string): string =>
  expr.replaceAll("$__rate_interval", "5m").replaceAll("$model", ".*");

const QUERIES = [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => filled(expr))),
  ...rules.map(({ expr }) => expr),
];

/** The metrics that a query names; `up` is Prometheus's own. */
const metricsIn = (query: string): string[] =>
  [...query.replaceAll(/"[^"]*"/g, "").matchAll(/\b(?:despliega|http|process|nodejs)_\w+/g)].map(
    ([name]) => name.replace(/_(?:bucket|count|sum)$/, ""),
  );

test("every query of the dashboard and of the alerts is about a metric that the api has", async () => {
  const { logger } = capturedLog();
  const [store, instance] = [memoryBlobStore(), "test"];
  const recorder = createRecorder({
    store,
    instance,
    lines: linesHere({ store, instance, secret: undefined }),
    logger,
    share: 1,
    referenceOf: async () => undefined,
  });
  const { request } = await apiServing([{}], { recorder });
  const { text } = await request.get("/metrics");
  const known = new Set([...text.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name));
  await recorder.close();
  expect(QUERIES.length).toBeGreaterThan(25);
  for (const query of QUERIES) {
    const named = metricsIn(query);
    expect({ query, unknown: named.filter((name) => !known.has(name)) }).toEqual({
      query,
      unknown: [],
    });
    expect(named.length > 0 || /\bup\{/.test(query)).toBe(true);
  }
});

describe("the dashboard", () => {
  test("has panels that overlap with no other, each with an id and queries of its own", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    for (const { type, targets = [] } of panels) {
      expect(targets.length > 0).toBe(type !== "row");
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });

  test("asks the data source that its reader chooses", () => {
    const uids = panels.flatMap(({ datasource }) => datasource?.uid ?? []);
    expect(new Set(uids)).toEqual(new Set(["${datasource}"]));
  });
});

test("the page says of each alert what to do", () => {
  const told = tableOf(parseMarkdown(readText("docs/operate.md")), "alert").map(([name]) =>
    codeWord(name!),
  );
  expect(told).toEqual(rules.map(({ alert }) => alert));
});

const promtool = (...args: readonly string[]) =>
  spawnSync("promtool", args, { encoding: "utf8", cwd: `${ROOT}docs/operate` });

needing("promtool", promtool("--version").status === 0).describe("promtool", () => {
  test("takes every query", () => {
    const directory = mkdtempSync(join(tmpdir(), "despliega-"));
    const records = QUERIES.map((expr, i) => ({ record: `query_${i}`, expr }));
    const file = join(directory, "queries.yaml");
    writeFileSync(file, JSON.stringify({ groups: [{ name: "queries", rules: records }] }));
    const { status, stderr } = promtool("check", "rules", file);
    rmSync(directory, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("sees each alert fire where it should, and not before", () => {
    const tested = parse(readText("docs/operate/alerts.test.yaml")) as {
      readonly tests: readonly {
        readonly alert_rule_test: readonly {
          readonly alertname: string;
          readonly exp_alerts?: unknown;
        }[];
      }[];
    };
    const firing = tested.tests.flatMap(({ alert_rule_test: each }) =>
      each.flatMap(({ alertname, exp_alerts: fires }) => (fires === undefined ? [] : alertname)),
    );
    expect(new Set(firing)).toEqual(new Set(rules.map(({ alert }) => alert)));
    const { status, stdout, stderr } = promtool("test", "rules", "alerts.test.yaml");
    expect({ status, told: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
  });
});
