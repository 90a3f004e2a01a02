import { details } from "./gate/details.js";
import { hosts } from "./gate/hosts.js";
import { injection } from "./gate/injection.js";
import { issuer } from "./gate/issuer.js";
import { keyTimes } from "./gate/key-times.js";
import { unseen } from "./gate/node-answers.js";
import { operator } from "./gate/operator.js";
import { paths } from "./gate/paths.js";
import { prototypes } from "./gate/prototypes.js";
import { smuggling } from "./gate/smuggling.js";
import { tokens } from "./gate/tokens.js";
import type { Attack } from "./lib/attack.js";
import { bodies } from "./load/bodies.js";
import { callers } from "./load/callers.js";
import { connections } from "./load/connections.js";
import { hiddenHeaders } from "./load/hidden-headers.js";
import { slowReaders } from "./load/slow-readers.js";
import { slowUploads } from "./load/slow-uploads.js";
import { unreadOutput } from "./load/unread-output.js";
import { audit } from "./people/audit.js";
import { killedRuns } from "./people/killed-runs.js";
import { leastRights } from "./people/least-rights.js";
import { pseudonyms } from "./people/pseudonyms.js";
import { weakKeys } from "./people/weak-keys.js";
import { featuresSql } from "./source/features-sql.js";
import { forgedReleases } from "./source/forged-releases.js";
import { plantedReleases } from "./source/planted-releases.js";
import { terminals } from "./source/terminals.js";

/** Every attack by the name that the command takes, in the order of a run of all. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  "hidden-headers": hiddenHeaders,
  bodies,
  "slow-readers": slowReaders,
  "slow-uploads": slowUploads,
  connections,
  "unread-output": unreadOutput,
  callers,
  paths,
  hosts,
  issuer,
  tokens,
  smuggling,
  injection,
  prototypes,
  "key-times": keyTimes,
  unseen,
  operator,
  details,
  pseudonyms,
  audit,
  "least-rights": leastRights,
  "killed-runs": killedRuns,
  "weak-keys": weakKeys,
  "features-sql": featuresSql,
  "forged-releases": forgedReleases,
  "planted-releases": plantedReleases,
  terminals,
};
