import type { Judged, Trained } from "../pipeline/conclude.js";
import type { Note } from "../records/run-record.js";
import {
  ACCEPT_LESS_STRICT,
  CONSENT,
  waitsForApproval,
  waitsForConsent,
  type Promotion,
} from "../release/held-back.js";
import { cannotTell, undecidedOf } from "../release/undecided.js";
import { releaseJudged } from "../release/webhook/event.js";
import type { CommandContext } from "./command.js";
import { EXIT } from "./exit-codes.js";
import type { Reach } from "./recorded.js";
import { refreshedFields, refreshedText } from "./refreshed-text.js";

/** Tells another service of every verdict on a release. */
export const judgedBy =
  ({ tables, webhook }: Pick<Reach, "tables" | "webhook">): Judged =>
  (released, held) =>
    webhook.tell(releaseJudged(tables.container, released, held));

/** Runs what follows the moves of the pointer that a training made, and completes its record. */
export const followTrained = async (
  trained: Trained,
  note: Note,
  { afterMove, follow }: Pick<Reach, "afterMove" | "follow">,
): Promise<Trained> => {
  const { manifest, champion, refreshed } = trained;
  if (champion === undefined) note({ outcome: "held back" });
  follow(manifest.version);
  const moved = champion ?? refreshed?.champion;
  if (moved !== undefined) await afterMove(moved);
  // The record is of the candidate, also where the champion's features moved.
  note({ version: manifest.version });
  return trained;
};

/** Reports what became of a release that a command published. @returns the exit code */
export const tellTrained = (
  { settings, progress }: Pick<CommandContext, "settings" | "progress">,
  trained: Trained,
  consent: string | undefined,
): number => {
  const { manifest, champion, held, refreshed } = trained;
  const failed = manifest.gates.filter(({ passed }) => !passed).map(({ rule }) => rule);
  const undecided = undecidedOf(manifest);
  const { model, version, comparison } = manifest;
  const promotion = { consent, approvals: settings.approvals };
  progress.result(
    champion === undefined
      ? `Published ${model} ${version}; not promoted: ${held.join(" and ")}${cureOf(trained, promotion)}.${refreshed === undefined ? "" : ` ${refreshedText(refreshed)}`}`
      : `Published ${model} ${version}, the new champion${cannotTell(manifest)}.`,
    {
      model,
      version,
      promoted: champion !== undefined,
      failed,
      undecided,
      comparison: comparison?.outcome,
      ...(refreshed && { refreshed: refreshedFields(refreshed) }),
    },
  );
  return champion === undefined ? EXIT.heldBack : EXIT.done;
};

/** What can be done about a release that is held back, as the end of a sentence. */
const cureOf = ({ manifest, isLessStrict }: Trained, promotion: Promotion): string => {
  const { gates, model, version } = manifest;
  if (gates.some(({ passed }) => !passed)) return "";
  const consent = `; train or promote it with ${CONSENT} "why" if that is right`;
  const strictness = `; train or promote it with ${ACCEPT_LESS_STRICT} "why" if that is right`;
  const approval = `; let another identity run \`despliega approve ${model} ${version} --why "…"\`, and promote it`;
  return [
    ...(waitsForConsent(manifest, promotion) ? [consent] : []),
    ...(isLessStrict ? [strictness] : []),
    ...(waitsForApproval(manifest, promotion) ? [approval] : []),
  ].join("");
};
