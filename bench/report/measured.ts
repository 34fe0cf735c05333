import type { Contestant, Results, SpeedRow, Spread } from "../results.ts";
import { number, ratio } from "./numbers.ts";
import { isMeasured } from "./parts.ts";

const CONNECTIONS = 3;
const LIST = new Intl.ListFormat("en");

/** The paragraph "Measured" of the project's README.md. @throws when the speed was not measured. */
export function measuredParagraph(results: Results): string {
	const { roundTripMs, dotMs, environments } = results.settings;
	const found =
		results.speed?.find(({ connections }) => connections === CONNECTIONS) ??
		results.speed?.[0];
	if (found === undefined)
		throw new Error(
			"Cannot tell what was measured: bench/results.json has no speed; run `npm run bench -- speed`",
		);
	const ratios = [
		compare(found.rows, "pool", perSecond, [
			"messages a second",
			"of a bare nodemailer pool",
		]),
		compare(found.rows, "powertools", perSecond, [
			"messages a second",
			"of a handler built of Powertools",
		]),
		compare(found.rows, "naive", billedMs, [
			"billed time",
			"of a handler as in a tutorial",
		]),
	].filter((one) => one !== undefined);
	return [
		`With ${environments} × ${found.connections} connections, ${number(roundTripMs)} ms round trip and ${number(dotMs)} ms at the final dot, the whole path from the queue to the 250 reply has ${LIST.format(ratios)}, in the same run on one machine.`,
		...(isMeasured(results, "harm") ? [harmSentence(results)] : []),
		"[All figures, and where it is not ahead](bench/README.md): `npm run bench`.",
	].join(" ");
}

const perSecond = (row: SpeedRow) => row.perSecond;
const billedMs = (row: SpeedRow) => row.billedMs;

function compare(
	rows: readonly SpeedRow[],
	who: Contestant,
	of: (row: SpeedRow) => Spread | undefined,
	[what, whose]: readonly [string, string],
): string | undefined {
	const [own, rival] = (["ours", who] as const)
		.map((one) => rows.find((row) => row.who === one))
		.map((row) => (row === undefined ? undefined : of(row)));
	if (own === undefined || rival === undefined) return undefined;
	const value = ratio(own, rival);
	return value === undefined
		? `no measurable difference to the ${what} ${whose}`
		: `**${value.toFixed(2)} times** the ${what} ${whose}`;
}

function harmSentence({ harm }: Results): string {
	const own = harm.filter(({ who }) => who === "ours");
	const sum = (of: "messages" | "lost" | "doubled" | "givenUp" | "waiting") =>
		number(own.reduce((total, one) => total + (one[of] ?? 0), 0));
	const still = sum("waiting") === "0" ? "" : ` (${sum("waiting")} still wait)`;
	return `In ${own.length} kinds of failure it lost ${sum("lost")}, doubled ${sum("doubled")} and gave up ${sum("givenUp")} of ${sum("messages")} mails${still}.`;
}
