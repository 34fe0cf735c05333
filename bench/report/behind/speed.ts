import type { Contestant, Results, SpeedRow, Spread } from "../../results.ts";
import { capital } from "../markdown.ts";
import { NAMES } from "../names.ts";
import { ratio } from "../numbers.ts";

interface Measure {
	readonly of: (row: SpeedRow) => Spread | undefined;
	/** Whether more is better. */
	readonly isMoreBetter: boolean;
	readonly says: string;
	readonly because: Readonly<Partial<Record<Contestant, string>>>;
}

const LESS_WORK =
	"It does less for each mail: no daily limit, no breaker, no record of what became of it.";

const MEASURES: readonly Measure[] = [
	{
		of: (row) => row.perSecond,
		isMoreBetter: true,
		says: "more messages a second",
		because: {
			pool: "It reads no queue, writes no ledger and never waits for a batch.",
			postfix:
				"Its connections never wait for a batch, and it writes no table.",
			powertools: LESS_WORK,
			naive: LESS_WORK,
		},
	},
	{
		of: (row) => row.billedMs,
		isMoreBetter: false,
		says: "less billed time a mail",
		because: { powertools: LESS_WORK, naive: LESS_WORK },
	},
	{
		of: (row) => row.cpuMs,
		isMoreBetter: false,
		says: "less CPU a mail",
		because: {
			pool: "It calls no AWS service and runs in no Lambda runtime.",
			postfix: "It is written in C and calls no AWS service.",
			powertools: LESS_WORK,
			naive: LESS_WORK,
		},
	},
];

/** A line for each contestant that is surely ahead in something, and why it is. */
export function behindInSpeed(results: Results): readonly string[] {
	const whos = [
		...new Set(results.speed.flatMap(({ rows }) => rows.map(whoOf))),
	];
	return [
		...MEASURES.flatMap((measure) =>
			whos.flatMap((who) => lineOf(measure, who, results)),
		),
		...whos
			.filter((who) => who === "pool" || who === "postfix")
			.map(
				(who) =>
					`**${capital(NAMES[who])}: no billed time.** It needs a server that always runs, whose price is not counted here.`,
			),
	];
}

function lineOf(
	measure: Measure,
	who: Contestant,
	{ speed, settings }: Results,
): readonly string[] {
	const ahead = speed.flatMap(({ connections, rows }) => {
		const found = lead(measure, rows, who);
		return found === undefined
			? []
			: [
					`${found.toFixed(2)}× ours with ${settings.environments} × ${connections} connections`,
				];
	});
	if (ahead.length === 0) return [];
	const because = measure.because[who] ?? "";
	return [
		`**${capital(NAMES[who])}: ${measure.says}**, ${ahead.join(", ")}. ${because}`.trim(),
	];
}

const whoOf = ({ who }: SpeedRow) => who;

/** The rival's figure by ours, if it is surely the better one. */
function lead(
	{ of, isMoreBetter }: Measure,
	rows: readonly SpeedRow[],
	who: Contestant,
): number | undefined {
	const [own, rival] = (["ours", who] as const)
		.map((one) => rows.find((row) => row.who === one))
		.map((row) => (row === undefined ? undefined : of(row)));
	if (own === undefined || rival === undefined) return undefined;
	const found = ratio(rival, own);
	if (found === undefined) return undefined;
	return found > 1 === isMoreBetter ? found : undefined;
}
