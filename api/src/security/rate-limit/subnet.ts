import { ipKeyGenerator } from "express-rate-limit";

import { createRecent } from "../recent.js";

const subnets = createRecent<string>(10_000);

/**
 * The name under which an address is counted: itself in IPv4, also when IPv6 carries it; in IPv6 the /56 around it, since
 * one household or server gets that many addresses.
 */
export const subnetOf = (address: string): string => {
  if (!address.includes(":")) return address;
  const known = subnets.get(address);
  if (known !== undefined) return known;
  const subnet = ipKeyGenerator(address);
  subnets.set(address, subnet);
  return subnet;
};
