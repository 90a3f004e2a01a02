import type { TableSettings } from "./azure/table-settings.js";
import type { TableStore } from "./table-store.js";

/**
 * Opens a table of the account. It sends no request. The SDK is loaded with the first table.
 *
 * @throws `SETTING_INVALID` when the account is not described correctly, or names no table service
 */
export const openTable = async (settings: TableSettings): Promise<TableStore> => {
  const { azureTableStore } = await import("./azure/azure-table-store.js");
  return azureTableStore(settings);
};
