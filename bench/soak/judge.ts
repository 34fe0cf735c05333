import type { Sample } from "./samples.ts";

export const CALM = ["calm at first", "calm amid", "calm at last"] as const;
const TOLERANCE = 0.05;
const GROWTH = 1.1;
/** Of seconds; with fewer it is luck. */
const FEWEST = 9;
/** In seconds. */
const SHORTEST_ROUND = 2;

export interface Judged {
	/** Undefined: too few seconds to tell. */
	readonly isWell: boolean | undefined;
	readonly what: string;
}

/** Messages a second, round by round. */
export interface Race {
	/** Of the stack that has sent all the others before. */
	readonly soaked: readonly number[];
	/** Of a new one, in turn with it. */
	readonly fresh: readonly number[];
	readonly messagesARound: number;
}

/** What was sent before does not slow down what comes: in turn, as a machine is not as fast at all times. */
export function judgeThroughput(
	{ soaked, fresh, messagesARound }: Race,
	samples: readonly Sample[],
): Judged {
	const rates = { last: median(soaked), fresh: median(fresh) };
	const seconds = messagesARound / Math.max(rates.last, rates.fresh);
	const what = `last tenth ${Math.round(rates.last)}/s, a new stack in turn with it ${Math.round(rates.fresh)}/s; at first it was ${rateOf(samples, CALM[0])}/s`;
	return seconds < SHORTEST_ROUND
		? { isWell: undefined, what: `${what}: rounds too short to tell` }
		: { isWell: rates.last >= rates.fresh * (1 - TOLERANCE), what };
}

/** Mails a second: the median of the whole seconds of a stretch. */
function rateOf(samples: readonly Sample[], stretch: string): number {
	return median(inside(samples, stretch).map(({ perSecond }) => perSecond));
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
