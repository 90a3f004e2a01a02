import {
  CONTAINER_RULE,
  inContainer,
  isContainerName,
  openStore,
  parseContainerUrl,
  SettingInvalid,
  type Account,
  type StorageSettings,
  type StoreSettings,
} from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { isUrl } from "../sources/database/connection.js";
import { withAccount } from "./store.js";

/** The containers that a copy reads and writes, as they were typed. Undefined: that of the settings. */
export interface TypedContainers {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The containers that a copy reads and writes. */
export interface Containers {
  readonly from: StoreSettings;
  readonly to: StoreSettings;
  /** Whether the account of the settings has the second one. */
  readonly toOwn: boolean;
}

/**
 * Runs work with the containers of a copy. A name is a container in the account of the settings. A url is opened by its
 * shared access signature, or else by the account of the settings or by `DESPLIEGA_COPY_CONNECTION_STRING` where that is
 * its account, or else by the identity of this machine.
 *
 * @throws `OPTION_INVALID`, `SETTING_INVALID`
 */
export const withContainers = async <T>(
  settings: TrainerSettings,
  { from, to }: TypedContainers,
  work: (containers: Containers) => Promise<T>,
): Promise<T> => {
  const own = settings.storage.account;
  const run = async (account: Account | undefined): Promise<T> => {
    const found = {
      from: await storeTyped("--from", from, settings, account),
      to: await storeTyped("--to", to, settings, account),
    };
    const [source, target] = [await openStore(found.from), await openStore(found.to)];
    if (source.url === target.url)
      throw new OptionInvalid({
        option: from === undefined ? "--to" : "--from",
        problem: `must name another container than ${target.url}: a copy takes a release from one to another`,
      });
    return work({ ...found, toOwn: found.to.account === account });
  };
  const urlsOnly = [from, to].every((text) => text !== undefined && isUrl(text));
  return own === undefined && urlsOnly
    ? run(undefined)
    : withAccount(settings, ({ account }) => run(account));
};

/**
 * A container as it was typed, opened as {@link withContainers} does; that of the settings where none was.
 *
 * @throws `OPTION_INVALID`, `SETTING_INVALID`
 */
export const storeTyped = async (
  option: string,
  text: string | undefined,
  settings: TrainerSettings,
  own: Account | undefined,
): Promise<StoreSettings> => {
  const { storage } = settings;
  if (text === undefined || !isUrl(text)) {
    const container = text ?? storage.container;
    if (own !== undefined && isContainerName(container)) return placeIn(storage, own, container);
    throw new OptionInvalid({
      option,
      problem: `must be the url of a container, or a name of ${CONTAINER_RULE}`,
    });
  }
  const { place, problem } = parseContainerUrl(text);
  if (place === undefined) throw new OptionInvalid({ option, problem });
  const { account, container } = place;
  // A shared access signature opens one container.
  if ("connectionString" in account) return inContainer({ ...storage, account }, container);
  for (const known of [own, copyAccount(settings)])
    if (
      known !== undefined &&
      (await urlOf(known, container, settings)) === `${account.url}/${container}`
    )
      return placeIn(storage, known, container);
  if (account.url.startsWith("https:")) return placeIn(storage, account, container);
  throw new OptionInvalid({
    option,
    problem:
      "is a url of http, and so needs a shared access signature or DESPLIEGA_COPY_CONNECTION_STRING",
  });
};

/** A container that is called like that of the settings has its private blobs apart as they do; any other has all blobs. */
const placeIn = (storage: StorageSettings, account: Account, container: string): StoreSettings =>
  container === storage.container
    ? { ...storage, account }
    : inContainer({ ...storage, account }, container);

const copyAccount = ({ copyConnectionString }: TrainerSettings): Account | undefined =>
  copyConnectionString === undefined ? undefined : { connectionString: copyConnectionString };

const urlOf = async (
  account: Account,
  container: string,
  { storage, copyConnectionString }: TrainerSettings,
): Promise<string> => {
  try {
    return (await openStore({ ...storage, account, container })).url;
  } catch (cause) {
    if (!("connectionString" in account) || account.connectionString !== copyConnectionString)
      throw cause;
    throw new SettingInvalid({
      name: "DESPLIEGA_COPY_CONNECTION_STRING",
      problem: "is not a connection string",
    });
  }
};
