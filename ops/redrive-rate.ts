import type { Target } from "./target.ts";

/** How fast and how much to redrive when nobody says. */
export interface RedriveRate {
	readonly perSecond: number;
	/** Messages in one run. */
	readonly most: number;
	/** For people: where these numbers come from. */
	readonly why: string;
}

/** What the sender can take beside its usual mail. */
export async function usualRate(_target: Target): Promise<RedriveRate> {
	return {
		perSecond: 5,
		most: Number.POSITIVE_INFINITY,
		why: "the usual 5 a second",
	};
}
