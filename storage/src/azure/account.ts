/** The way to reach a storage account of Azure. A url without a key uses the managed identity. */
export type AzureAccount =
  | { readonly connectionString: string }
  | { readonly url: string; readonly key?: string | undefined };
