import { ROUND_TRIP_MS } from "../parts/deployed.ts";

export const DOT_MS = 150;
export const ENVIRONMENTS = 2;

/** Messages a second that so many connections of each environment carry, two round trips and the think time each. */
export function arithmeticRate(connections: number, dotMs = DOT_MS): number {
	return (ENVIRONMENTS * connections * 1000) / (2 * ROUND_TRIP_MS + dotMs);
}
