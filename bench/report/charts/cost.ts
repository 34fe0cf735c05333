import type { MonthCost } from "../cost/month.ts";
import { dollars, number } from "../numbers.ts";
import { type BarPanel, barPanel, heightOf } from "./bars.ts";
import { stacked } from "./stacked.ts";
import { chart } from "./svg.ts";

export interface Month {
	readonly aDay: number;
	readonly costs: readonly MonthCost[];
}

export function costChart(months: readonly Month[]): string {
	const panels = months.map(
		({ aDay, costs }): BarPanel => ({
			title: `${number(aDay)} mails a day`,
			unit: "US dollars a month (each volume has its own scale)",
			most: Math.max(...costs.map((cost) => cost.dollars)),
			bars: costs.map((cost) => ({
				label: cost.who,
				value: cost.dollars,
				text: dollars(cost.dollars),
				isOurs: cost.isOurs,
			})),
		}),
	);
	const { parts, height } = stacked(panels, barPanel, heightOf);
	return chart("What a month costs, at list prices", height, parts);
}
