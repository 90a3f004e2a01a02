import { writeFile } from "node:fs/promises";
import { Writable } from "node:stream";

import {
  inContainer,
  monitoringJson,
  OutputUnwritable,
  publishMonitoring,
  readManifest,
  requireChampion,
  type BlobStore,
  type Monitoring,
} from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import { modelNamed } from "../model/catalogue.js";
import { BAD } from "../monitor/verdict.js";
import { monitor } from "../pipeline/monitor/monitor.js";
import { monitoringMarkdown } from "../report/monitoring/monitoring-markdown.js";
import { monitoringPage } from "../report/monitoring/monitoring-page.js";
import { createProgress } from "../pipeline/progress.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { verdictDrawn } from "../release/webhook/event.js";
import { act } from "./act.js";
import { dayOf, durationOf, versionOf } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { recorded } from "./recorded.js";
import { withStore } from "./store.js";

interface Options {
  readonly since: string;
  readonly until?: string;
  readonly reference?: string;
  readonly out?: string;
  readonly markdown?: true;
  readonly act: boolean;
}

/** `monitor <model>`: draws a verdict on what a model answered. */
export const monitorCommand: AddCommand = (program, context, exitWith) => {
  const { settings, progress, now } = context;
  program
    .command("monitor <model>")
    .description(
      "look at the recorded answers of a model: what is wrong with the data, what drifted, and whether performance was lost; a bad verdict ends with exit code 5",
    )
    .option("--since <days>", "how many days the window has, such as 28d", "28d")
    .option("--until <date>", "its last day in UTC, as YYYY-MM-DD (default: today)")
    .option(
      "--reference <version>",
      "the release whose training and test rows answers are compared with (default: the champion)",
    )
    .option(
      "--out <file>",
      "write what was found to a file too: FILE.html the page, FILE.md the summary in Markdown, any other the whole document",
    )
    .option("--markdown", "write a summary in Markdown to standard output, for a pull request")
    .option(
      "--act",
      "where performance was lost, start a training, at most once in 24 hours",
      false,
    )
    .addHelpText(
      "after",
      examples(
        "monitor riesgo",
        "monitor riesgo --act",
        "monitor riesgo --since 7d --until 2026-01-31",
        "monitor riesgo --reference 20260131T235959Z-0123abcd --out verdict.json",
        "monitor riesgo --markdown > verdict.md",
      ),
    )
    .action(async (name: string, options: Options) => {
      const model = modelNamed(name, settings);
      const days = daysOf("--since", options.since);
      const until =
        options.until === undefined
          ? now().toISOString().slice(0, 10)
          : dayOf("--until", options.until);
      const reference = options.reference === undefined ? undefined : versionOf(options.reference);
      const { out } = options;
      // Steps would stand between the lines of the summary.
      const shown = options.markdown === true ? createProgress(nowhere()) : progress;
      const parameters = { since: options.since, until, reference, act: options.act };
      const run = { verb: "monitor", model: model.name, parameters };
      const { document, id, summary, page, text, acted } = await recorded(
        context,
        run,
        async (store, note, { tables, webhook }) => {
          const version = reference ?? (await requireChampion(store, model.name)).version;
          note({ version });
          const found = await withPredictions(settings, store, (predictions) =>
            monitor(
              { model, version, days, until },
              { store, predictions, settings, progress: shown },
            ),
          );
          const manifest = await readManifest(store, model.name, version);
          const asPage = await monitoringPage(found, manifest);
          const verdict = await publishMonitoring(store, {
            document: found,
            page: asPage,
            at: now(),
            summary: summaryOf(found),
          });
          note({ verdicts: [{ id: verdict.id, verdict: verdict.verdict }] });
          if (BAD.includes(verdict.verdict))
            webhook.tell(verdictDrawn(tables.container, model.name, verdict));
          const acting = { ...context, progress: shown };
          const acted = options.act
            ? await act(acting, model.name, verdict, { store, tables })
            : undefined;
          note({ parameters: { acted } });
          return {
            ...{ acted, document: found, id: verdict.id, summary: verdict.summary, page: asPage },
            text: monitoringMarkdown(found, manifest),
          };
        },
      );
      if (out !== undefined) await write(out, formOf(out, { document, page, text }));
      const { version, verdict, reasons } = document;
      if (options.markdown === true) progress.document(text);
      else
        progress.result(`${model.name} ${version}: ${verdict}. ${summary}`, {
          ...{ model: model.name, version, id, verdict, reasons, acted },
        });
      if (BAD.includes(verdict)) exitWith(EXIT.bad);
    });
};

/** Runs work with the store of the recorded answers, which may be that of the releases. */
const withPredictions = <T>(
  settings: TrainerSettings,
  store: BlobStore,
  work: (predictions: BlobStore) => Promise<T>,
): Promise<T> => {
  const { storage, predictionContainer: container } = settings;
  if (container === storage.container) return work(store);
  return withStore({ ...settings, storage: inContainer(storage, container) }, work);
};

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

const DAY_MS = 86_400_000;

const daysOf = (option: string, text: string): number => {
  const days = durationOf(option, text) / DAY_MS;
  if (Number.isInteger(days) && days >= 1 && days <= 1_000) return days;
  throw new OptionInvalid({ option, problem: "must be in whole days, such as 28d" });
};

/** The gravest reasons in words, and what to do. */
const summaryOf = ({ verdict, reasons }: Monitoring): string => {
  const grave = reasons.filter((reason) => reason.verdict === verdict);
  const told = grave.slice(0, MOST_TOLD).map(({ text }) => text);
  const more = grave.length > told.length ? `; and ${grave.length - told.length} more` : "";
  const cure = grave[0]!.cure === "nothing" ? "" : ` ${sentence(grave[0]!.cure)}.`;
  return `${sentence(told.join("; "))}${more}.${cure}`;
};

const MOST_TOLD = 3;

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** What was found, in the form that the name of a file asks for. */
const formOf = (
  file: string,
  { document, page, text }: { document: Monitoring; page: string; text: string },
): Buffer | string => {
  if (file.endsWith(".html")) return page;
  return file.endsWith(".md") ? text : monitoringJson(document);
};

const write = async (file: string, bytes: Buffer | string): Promise<void> => {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw new OutputUnwritable({ path: file, reason: code }, { cause });
  }
};
