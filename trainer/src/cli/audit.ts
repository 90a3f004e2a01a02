import {
  inContainer,
  isModelName,
  openStore,
  SettingInvalid,
  verifyAudit,
  type BlobStore,
  type Finding,
  type Verification,
} from "@despliega/storage";
import { Argument } from "commander";

import { keepCheckpoint } from "../identity/checkpoint.js";
import { dayOrAge, knownModel } from "./arguments.js";
import { askedBy } from "./audited.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { seenInLog } from "./seen-in-log.js";
import { withAccount } from "./store.js";
import { visible } from "./terminal-text.js";

interface Options {
  readonly since?: string;
  readonly log?: string;
  readonly checkpoint: boolean;
  readonly json: boolean;
}

/** `audit verify [model]`: finds lines of the audit that were removed, changed, moved or inserted. */
export const auditCommand: AddCommand = (program, context, exitWith) => {
  program
    .command("audit")
    .addArgument(new Argument("<action>", "what to do").choices(["verify"]))
    .argument("[model]", "the model; all of them without one")
    .description(
      "read the audit records and find lines and blobs that were removed, changed, moved or inserted",
    )
    .option("--since <when>", "only records of a duration such as 7d, or since a day")
    .option(
      "--log <file>",
      "a log of the api: it says how far records were kept, so that what is missing at their end is found",
    )
    .option(
      "--checkpoint",
      "where nothing is wrong, keep in the audit how far it reaches, so that the next verification finds what is missing at its end",
      false,
    )
    .option("--json", "one JSON document, also on a terminal", false)
    .addHelpText(
      "after",
      examples(
        "audit verify",
        "audit verify vih --since 30d",
        "audit verify --checkpoint",
        "audit verify --log api.log --json | jq .findings",
      ),
    )
    .action((_action: string, name: string | undefined, options: Options) =>
      verify(context, name, options, exitWith),
    );
};

const verify = async (
  context: CommandContext,
  name: string | undefined,
  { since, log, checkpoint, json }: Options,
  exitWith: (code: number) => void,
): Promise<void> => {
  const { settings, progress, now } = context;
  const folder = name === undefined || isModelName(name) ? name : knownModel(name, settings).name;
  const from = since === undefined ? undefined : dayOrAge("--since", since, now());
  const seen = log === undefined ? [] : await seenInLog(log);
  const first = from?.toISOString().slice(0, 10);
  await inAudit(context, async (store, account) => {
    const read = (tell: (line: string) => void) =>
      verifyAudit(store, {
        ...{ folder, since: first, seen },
        tell: (blob, of) => tell(`${blob} of ${of} blobs`),
      });
    const found = json ? await read(() => {}) : await progress.step("verify", read, countsOf);
    const holds = found.faults === 0;
    const kept = checkpoint && holds && found.unseen.length > 0;
    if (kept)
      await keepCheckpoint(store, found.unseen, { asked: await askedBy(settings, account), now });
    if (json) progress.document(`${JSON.stringify(fieldsOf(found, kept), null, 2)}\n`);
    else tellFound(context, found, kept);
    exitWith(holds ? EXIT.done : EXIT.bad);
  });
};

// Without making the container: who verifies may have no right to.
const inAudit = (
  { settings }: CommandContext,
  work: (store: BlobStore, account: Parameters<typeof askedBy>[1]) => Promise<void>,
): Promise<void> =>
  withAccount(settings, async (storage) => {
    const { audit: container } = settings;
    if (container === undefined)
      throw new SettingInvalid({
        name: "DESPLIEGA_AUDIT_CONTAINER_NAME",
        problem: "is needed, since it has the records",
      });
    await work(await openStore(inContainer(storage, container)), storage.account);
  });

const countsOf = ({ blobs, lines, writers }: Verification) => ({ blobs, lines, writers });

const fieldsOf = (verification: Verification, checkpoint: boolean) => {
  const { unseen: _, faults, ...found } = verification;
  return { holds: faults === 0, faults, checkpoint, ...found };
};

const tellFound = (
  { progress }: CommandContext,
  found: Verification,
  checkpoint: boolean,
): void => {
  for (const finding of found.findings) progress.row(() => findingText(finding), { ...finding });
  if (found.faults > found.findings.length)
    progress.notice(`and ${found.faults - found.findings.length} more`);
  for (const notice of noticesOf(found)) progress.notice(notice);
  const { blobs, lines, writers, faults } = found;
  const what = `${lines} lines of ${writers} writers in ${blobs} blobs`;
  const holds = faults === 0;
  progress.result(
    holds
      ? `The audit holds: ${what}.${checkpoint ? " A checkpoint is kept." : ""}`
      : `The audit does not hold: ${faults} ${faults === 1 ? "fault" : "faults"} in ${what}.`,
    { holds, faults, checkpoint, ...{ blobs, lines, writers } },
  );
};

const findingText = ({ kind, blob, line, problem }: Finding): string =>
  `  ${kind.padEnd(9)}  ${visible(blob)}${line === null ? "" : `, line ${line},`} ${visible(problem)}`;

const noticesOf = (found: Verification): readonly string[] => {
  const { unchained, open, unsure, begunBefore, strangers, blobs } = found;
  return [
    ...(blobs === 0 ? ["there is no record yet"] : []),
    ...(unchained === 0
      ? []
      : [`${unchained} lines are older than the chain: no change of them can be found`]),
    ...(open === 0
      ? []
      : [`${open} writers have not ended: they run still, were killed, or their end is missing`]),
    ...(unsure === 0
      ? []
      : [`${unsure} lines are there whose writers never learned of it: no answer left with them`]),
    ...(begunBefore === 0
      ? []
      : [`${begunBefore} writers began before: what came before is not verified`]),
    ...(strangers === 0 ? [] : [`${strangers} blobs have names that no record has`]),
  ];
};
