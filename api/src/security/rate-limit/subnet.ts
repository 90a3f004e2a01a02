import { ipKeyGenerator } from "express-rate-limit";

import { createRecent } from "../recent.js";

const subnets = createRecent<string>(10_000);

/**
 * Names whom an address counts for: itself in IPv4, also when IPv6 carries it; in IPv6 the /56 around it, since a
 * household or a server is given that many to choose from.
 */
export const subnetOf = (address: string): string => {
  if (!address.includes(":")) return address;
  const known = subnets.get(address);
  if (known !== undefined) return known;
  const subnet = ipKeyGenerator(address);
  subnets.set(address, subnet);
  return subnet;
};
