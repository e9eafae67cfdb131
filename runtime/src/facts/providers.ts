/** The providers known by name, one row each. A row that one of these files exports is a provider: nothing else lists them. */

import type { ProviderRow } from "./provider-row.ts";
import * as clouds from "./rows/clouds.ts";
import * as gateways from "./rows/gateways.ts";
import * as hosts from "./rows/hosts.ts";
import * as servers from "./rows/servers.ts";
import * as vendors from "./rows/vendors.ts";

/** The rows by the file they stand in. Whoever imports one row does not import this. */
export const rowFiles: Readonly<Record<string, Readonly<Record<string, ProviderRow>>>> = {
  vendors,
  clouds,
  hosts,
  gateways,
  servers,
};

/** Every row, the makers of models first, and in each file by id: bundlers do not agree on the order of a file's exports. */
export const providerRows: readonly ProviderRow[] = /* @__PURE__ */ Object.values(rowFiles).flatMap((file) =>
  Object.values(file).sort((a, b) => (a.id < b.id ? -1 : 1)),
);
