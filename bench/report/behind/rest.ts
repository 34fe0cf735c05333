import type { Results } from "../../results.ts";
import { monthCosts, VOLUMES } from "../cost/month.ts";
import { number, ratio } from "../numbers.ts";

export function behindInLone({ lone }: Results): readonly string[] {
	const cases = [
		[lone.warm, "warm", "The queue, the invocation and the ledger come first."],
		[
			lone.cold,
			"cold",
			"An environment starts, loads the function and reads the secret first.",
		],
	] as const;
	return cases.flatMap(([{ ours, bare }, what, because]) => {
		const found = ratio(ours, bare);
		if (found === undefined || found < 1) return [];
		return [
			`**A lone ${what} mail takes ${found.toFixed(2)}× as long as nodemailer alone**, ${number(ours.median - bare.median)} ms more. ${because}`,
		];
	});
}

export function behindInRecovery({ recovery }: Results): readonly string[] {
	const { last, arithmetic } = recovery;
	if (last <= arithmetic) return [];
	return [
		`**After an outage the last mail goes out ${number(last - arithmetic)} s later than arithmetic says.** The breaker function looks once a minute, and a trial comes before the rest.`,
	];
}

export function behindInMemory({ memory }: Results): readonly string[] {
	const small = memory.filter(({ carriesLargest }) => !carriesLargest);
	if (small.length === 0) return [];
	const sizes = small.map(({ memoryMiB }) => `${number(memoryMiB)} MB`);
	return [
		`**With ${sizes.join(" or ")} of memory a mail of 25 MB does not go out.** The whole mail is in memory while it is sent.`,
	];
}

/** @param fixed US dollars a month, without any mail. */
export function behindInCost(
	results: Results,
	fixed: number,
): readonly string[] {
	return VOLUMES.flatMap((aDay) => {
		const costs = monthCosts(results, fixed, aDay);
		const own = Math.min(
			...costs.filter(({ isOurs }) => isOurs).map(({ dollars }) => dollars),
		);
		const cheaper = costs
			.filter(({ isOurs, dollars }) => !isOurs && dollars < own)
			.map(({ who }) => who);
		if (cheaper.length === 0) return [];
		return [
			`**At ${number(aDay)} mails a day these cost less: ${cheaper.join("; ")}.** Alarms and metrics cost the same for any number of mails, and most of our cost is theirs.`,
		];
	});
}
