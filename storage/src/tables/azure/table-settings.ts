import type { AzureAccount } from "../../azure/account.js";

/** A table of a storage account, and the limit of its silence. */
export interface TableSettings {
  readonly account: AzureAccount;
  /** The url of the account's table service. Default: found from that of its blob service. */
  readonly url?: string | undefined;
  /** 3 to 63 letters and digits, a letter first. */
  readonly table: string;
  /** Seconds of silence after which an operation fails. */
  readonly timeoutSeconds: number;
}
