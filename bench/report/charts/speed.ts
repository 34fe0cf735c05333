import type { Results } from "../../results.ts";
import { NAMES } from "../names.ts";
import { number, spread } from "../numbers.ts";
import { type BarPanel, barPanel, heightOf } from "./bars.ts";
import { stacked } from "./stacked.ts";
import { chart } from "./svg.ts";

/** What fits into a line. */
const LONGEST = 105;

const note = (text: string) =>
	text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

export function speedChart({ speed, settings, skipped }: Results): string {
	const most = Math.max(
		...speed.flatMap(({ arithmetic, rows }) => [
			arithmetic,
			...rows.map(({ perSecond }) => perSecond.max),
		]),
	);
	const panels = speed.map(
		({ connections, arithmetic, rows }, index): BarPanel => ({
			title: `${settings.environments} × ${connections} connections`,
			unit: "messages a second, median of the runs, with least and most",
			most,
			mark: { value: arithmetic, label: `arithmetic ${number(arithmetic)}` },
			bars: rows.map(({ who, perSecond }) => ({
				label: NAMES[who],
				value: perSecond.median,
				text: spread(perSecond),
				spread: [perSecond.min, perSecond.max],
				isOurs: who === "ours",
			})),
			notes:
				index === speed.length - 1
					? skipped.map(({ who, why }) =>
							note(`Not run: ${NAMES[who]}. ${why}`),
						)
					: [],
		}),
	);
	const { parts, height } = stacked(panels, barPanel, heightOf);
	return chart("How fast a full queue is sent", height, parts);
}
