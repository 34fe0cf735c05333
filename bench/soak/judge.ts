import type { Sample } from "./samples.ts";

export const CALM = ["calm at first", "calm amid", "calm at last"] as const;
const TOLERANCE = 0.05;
const GROWTH = 1.1;
/** Of seconds; with fewer it is luck. */
const FEWEST = 9;

export interface Judged {
	/** Undefined: too few seconds to tell. */
	readonly isWell: boolean | undefined;
	readonly what: string;
}

/** Mails a second: the median of the whole seconds of a stretch. */
export function rateOf(samples: readonly Sample[], stretch: string): number {
	return median(inside(samples, stretch).map(({ perSecond }) => perSecond));
}

export function judgeThroughput(samples: readonly Sample[]): Judged {
	const [first, last] = [CALM[0], CALM[2]].map((stretch) => ({
		seconds: inside(samples, stretch).length,
		rate: rateOf(samples, stretch),
		others: median(inside(samples, stretch).map(({ others }) => others)),
	}));
	const told = (one: typeof first) =>
		`${one?.rate}/s (others used ${Math.round(100 * (one?.others ?? 0))} % of the processors)`;
	const what = `first ${told(first)}, last ${told(last)}`;
	if (!first || !last || Math.min(first.seconds, last.seconds) < FEWEST)
		return { isWell: undefined, what: `${what}: too short to tell` };
	return { isWell: last.rate >= first.rate * (1 - TOLERANCE), what };
}

/** Processes that lived as long as the long calm stretch did, and all processes of all the time. */
export function judgeMemory(samples: readonly Sample[]): readonly Judged[] {
	const long = samples.filter(({ stretch }) => stretch === CALM[1]);
	const pids = Object.keys(long[0]?.rss ?? {})
		.map(Number)
		.filter((pid) => long.every(({ rss }) => pid in rss));
	return [
		...pids.map((pid) =>
			grown(
				`process ${pid}, long alive`,
				// Until its code is compiled it grows.
				long
					.slice(Math.floor(long.length / 3))
					.map(({ rss }) => [rss[pid] ?? 0]),
			),
		),
		...(pids.length === 0
			? [{ isWell: undefined, what: "no process lived through the calm" }]
			: []),
		grown(
			"all processes",
			samples
				.map(({ rss }) => Object.values(rss))
				.filter(({ length }) => length > 0),
		),
	];
}

function grown(name: string, seconds: readonly (readonly number[])[]): Judged {
	const third = Math.floor(seconds.length / 3);
	const first = median(seconds.slice(0, third).flat());
	const last = median(seconds.slice(-third).flat());
	const what = `${name}: first third ${first} MiB, last third ${last} MiB`;
	return seconds.length < FEWEST
		? { isWell: undefined, what: `${what}: too short to tell` }
		: { isWell: last <= first * GROWTH, what };
}

/** Without the seconds at its ends, which are not whole. */
function inside(samples: readonly Sample[], name: string): readonly Sample[] {
	return samples.filter(({ stretch }) => stretch === name).slice(1, -1);
}

function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
