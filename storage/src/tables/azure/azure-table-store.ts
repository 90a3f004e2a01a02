import type { TableClient } from "@azure/data-tables";

import { codeOf, isRestError } from "../../azure/answers.js";
import type { Deadline } from "../../azure/deadline.js";
import { each, once, type RequestLimits } from "../../azure/requests.js";
import { translateAnswer } from "../../azure/translate.js";
import { StoreUnreachable } from "../../errors/errors.js";
import type { Entity, PartitionRange, StoredEntity, TableStore } from "../table-store.js";
import { tableClient } from "./client.js";
import { stored, written, type Cells } from "./entities.js";
import type { TableSettings } from "./table-settings.js";
import { writeBatches } from "./write-batches.js";

/** The name of the table in errors. */
const TABLE = "the table";

/** A table of an Azure Storage account, or of Azurite. @throws `SETTING_INVALID` */
export const azureTableStore = (settings: TableSettings): TableStore => {
  const client = tableClient(settings);
  // The query is left out: it may be a shared access signature.
  const url = `${client.url.split("?")[0]}/${settings.table}`;
  const { timeoutSeconds } = settings;
  const limits: RequestLimits = {
    timeoutSeconds,
    translate: (cause, timedOut) =>
      translateAnswer(cause, { url, name: TABLE, timeoutSeconds, timedOut }, () => undefined),
  };
  return {
    url,
    put: (entity) => once(limits, (deadline) => put(client, entity, deadline)),
    putAll: (entities, wrote) => writeBatches(client, limits, entities, wrote),
    // The SDK takes the answers that the table is there, or is not there, for success.
    make: () => once(limits, ({ signal: abortSignal }) => client.createTable({ abortSignal })),
    drop: () => once(limits, ({ signal: abortSignal }) => client.deleteTable({ abortSignal })),
    remove: (partition, row) =>
      once(limits, (deadline) => remove(client, partition, row, deadline)),
    get: (partition, row) => once(limits, (deadline) => get(client, partition, row, deadline)),
    list: (range, most) => each(limits, (deadline) => list(client, range, most, deadline)),
    now: () => once(limits, (deadline) => dateOf(client, url, deadline)),
  };
};

/** Writes an entity; makes the table if it is missing. To write it twice is to write it once. */
const put = async (
  client: TableClient,
  entity: Entity,
  { signal: abortSignal }: Deadline,
): Promise<void> => {
  const write = () => client.upsertEntity(written(entity), "Replace", { abortSignal });
  try {
    await write();
  } catch (cause) {
    if (!isAnswer(cause, "TableNotFound")) throw cause;
    await client.createTable({ abortSignal });
    await write();
  }
};

const remove = async (
  client: TableClient,
  partition: string,
  row: string,
  { signal: abortSignal }: Deadline,
): Promise<void> => {
  try {
    await client.deleteEntity(partition, row, { abortSignal });
  } catch (cause) {
    if (!isAnswer(cause, ...NOTHING_THERE)) throw cause;
  }
};

const get = async (
  client: TableClient,
  partition: string,
  row: string,
  { signal: abortSignal }: Deadline,
): Promise<StoredEntity | undefined> => {
  try {
    return stored(await client.getEntity<Cells>(partition, row, { abortSignal }));
  } catch (cause) {
    if (isAnswer(cause, ...NOTHING_THERE)) return undefined;
    throw cause;
  }
};

async function* list(
  client: TableClient,
  { from, below }: PartitionRange,
  most: number,
  { signal: abortSignal }: Deadline,
): AsyncGenerator<StoredEntity, void> {
  const filter = `PartitionKey ge ${quoted(from)} and PartitionKey lt ${quoted(below)}`;
  const pages = client
    .listEntities<Cells>({ abortSignal, queryOptions: { filter } })
    .byPage({ maxPageSize: Math.min(most, MOST_IN_A_PAGE) });
  try {
    for await (const page of pages) for (const entity of page) yield stored(entity);
  } catch (cause) {
    if (!isAnswer(cause, "TableNotFound")) throw cause;
  }
}

/** The time by the account's clock, from the answer to a query of no entity, or to one of a missing table. */
const dateOf = async (
  client: TableClient,
  url: string,
  { signal: abortSignal }: Deadline,
): Promise<Date> => {
  let date: string | undefined;
  const pages = client.listEntities({
    abortSignal,
    queryOptions: { filter: "PartitionKey eq ''" },
    onResponse: ({ headers }) => void (date = headers.get("date")),
  });
  try {
    await pages.byPage({ maxPageSize: 1 }).next();
  } catch (cause) {
    if (!isAnswer(cause, "TableNotFound")) throw cause;
  }
  if (date !== undefined) return new Date(date);
  throw new StoreUnreachable({ url, name: TABLE, problem: "its answer has no date" });
};

/** Most entities of a page, by Azure's limit. */
const MOST_IN_A_PAGE = 1_000;

const NOTHING_THERE = ["ResourceNotFound", "EntityNotFound", "TableNotFound"];

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const isAnswer = (cause: unknown, ...codes: readonly string[]): boolean =>
  isRestError(cause) && codes.includes(codeOf(cause) ?? "");
