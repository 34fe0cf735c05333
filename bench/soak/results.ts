import type { Soaked } from "./course.ts";
import { FAULTS } from "./faults.ts";
import { judgeMemory, judgeThroughput, type Race } from "./judge.ts";
import type { Sample } from "./samples.ts";
import { RULES, type Rule, type Tally } from "./verdict.ts";

/** What `npm run soak` leaves beside its chart. */
export interface SoakResults {
	/** ISO date. */
	readonly measuredOn: string;
	readonly messages: number;
	readonly seed: number;
	readonly seconds: number;
	readonly tally: Tally;
	/** How often each fault fired. */
	readonly faults: Readonly<Record<string, number>>;
	readonly checks: readonly {
		readonly rule: Rule;
		/** Null: too little was measured to tell. */
		readonly isWell: boolean | null;
		readonly what: readonly string[];
	}[];
	readonly series: readonly {
		readonly second: number;
		readonly accepted: number;
		readonly perSecond: number;
		/** MiB of each process of the sending function. */
		readonly rss: readonly number[];
		/** MiB of the process of the emulators and of the soak. */
		readonly ownRss: number;
		readonly stretch: string;
	}[];
	readonly marks: readonly { readonly second: number; readonly name: string }[];
}

const TOLD = 5;

/** Puts together what a soak has shown. */
export function resultsOf(
	{ audit, weather, samples }: Soaked,
	race: Race,
	{ messages, seed }: { readonly messages: number; readonly seed: number },
): SoakResults {
	const tally = audit.close();
	for (const [kind, count] of audit.poisons())
		weather.count(`poison: ${kind}`, count);
	const expected = [...FAULTS, ...poisonNames(audit.poisons())];
	const faults = Object.fromEntries(
		expected.map((name) => [name, weather.fired.get(name) ?? 0]),
	);
	const throughput = judgeThroughput(race, samples.all);
	const memory = judgeMemory(samples.all);
	const quiet = expected.filter((name) => faults[name] === 0);
	const measured = {
		throughput: [throughput],
		memory,
		fired: quiet.map((name) => ({ isWell: false, what: `${name}: never` })),
	};
	const checks = (Object.keys(RULES) as Rule[]).map((rule) => {
		const judged =
			rule in measured ? measured[rule as keyof typeof measured] : [];
		const breaches = audit.breaches.filter((one) => one.rule === rule);
		const isUntold = judged.some(({ isWell }) => isWell === undefined);
		const isBad =
			breaches.length > 0 || judged.some(({ isWell }) => isWell === false);
		return {
			rule,
			isWell: isBad ? false : isUntold ? null : true,
			what: [
				...judged.map(({ what }) => what),
				...breaches.slice(0, TOLD).map(({ what }) => what),
				...(breaches.length > TOLD ? [`… ${breaches.length} in all`] : []),
			],
		};
	});
	const since = (at: number) => Math.round((at - samples.startedAt) / 100) / 10;
	return {
		measuredOn: new Date(performance.timeOrigin).toISOString().slice(0, 10),
		messages,
		seed,
		seconds: Math.round(since(performance.now())),
		tally,
		faults,
		checks,
		series: samples.all.map(seriesOf),
		marks: distinct(
			weather.marks.map(({ at, name }) => ({
				second: Math.round(since(at)),
				name,
			})),
		),
	};
}

function seriesOf({ at, rss, ...sample }: Sample) {
	return {
		second: Math.round(at / 1000),
		...sample,
		rss: Object.values(rss),
	};
}

function poisonNames(poisons: ReadonlyMap<string, number>): readonly string[] {
	return [...poisons.keys()].map((kind) => `poison: ${kind}`);
}

function distinct<T>(all: readonly T[]): readonly T[] {
	return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
