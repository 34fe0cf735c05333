import type { Results, SpeedRow, SpeedTable } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { NAMES } from "../names.ts";
import { exactly, number, ratioText, spread } from "../numbers.ts";

export function speed({ speed, settings }: Results): string {
	return paragraphs(
		picture("Messages a second of each contestant, with spread", "speed"),
		...speed.map((one) => oneSize(one, settings.environments)),
		"Connections and logins are those of one run, as the server counted them. CPU is that of the sending processes. Billed time is that of Lambda; pool and Postfix have none.",
	);
}

function oneSize(
	{ connections, messages, arithmetic, rows }: SpeedTable,
	environments: number,
): string {
	const pool = rows.find(({ who }) => who === "pool")?.perSecond;
	const cells = (row: SpeedRow) => [
		NAMES[row.who],
		spread(row.perSecond),
		pool === undefined || row.who === "pool"
			? "–"
			: ratioText(row.perSecond, pool),
		ratioText(row.perSecond, exactly(arithmetic)),
		number(row.connections),
		number(row.logins),
		row.billedMs === undefined ? "–" : spread(row.billedMs),
		spread(row.cpuMs),
	];
	return paragraphs(
		`**${environments} × ${connections} connections**, ${number(messages)} messages wait (fewer for a contestant that would take too long). Arithmetic: ${number(arithmetic)} messages a second.`,
		table(
			[
				"",
				"messages/s",
				"to the pool",
				"to arithmetic",
				"connections",
				"logins",
				"billed ms a mail",
				"CPU ms a mail",
			],
			rows.map(cells),
		),
	);
}
