import type { Contestant, Harm } from "../../results.ts";
import { NAMES, SHORT_SCENARIOS } from "../names.ts";
import { number } from "../numbers.ts";
import { box, chart, line, WIDTH, words } from "./svg.ts";

const LEFT = 156;
const TOP = 92;
const ROW = 64;

/** A table whose cells say what went wrong; an empty one says that nothing did. */
export function harmChart(harm: readonly Harm[]): string {
	const whos = [...new Set(harm.map(({ who }) => who))];
	const scenarios = [...new Set(harm.map(({ scenario }) => scenario))];
	const column = (WIDTH - LEFT - 16) / whos.length;
	const middle = (index: number) => LEFT + column * (index + 0.5);
	const bottom = TOP + scenarios.length * ROW;
	const cells = scenarios.flatMap((scenario, row) => [
		line([16, TOP + row * ROW], [WIDTH - 16, TOP + row * ROW], "grid"),
		words(16, TOP + row * ROW + ROW / 2 + 4, SHORT_SCENARIOS[scenario], {
			look: "panel",
		}),
		...whos.flatMap((who, index) =>
			cell(find(harm, scenario, who), middle(index), TOP + row * ROW, column),
		),
	]);
	return chart("What failures do to mail", bottom + 36, [
		...whos.map((who, index) => heading(who, middle(index))),
		...cells,
		line([16, bottom], [WIDTH - 16, bottom], "grid"),
		words(
			16,
			bottom + 22,
			"Number of mails that were lost, doubled, given up or still wait. The table says of how many.",
			{
				look: "soft",
			},
		),
	]);
}

/** On two lines, as columns are narrow. */
const heading = (who: Contestant, x: number) =>
	NAMES[who]
		.split(/ |(?<=-)(?=sender)/)
		.toReversed()
		.map((part, index) =>
			words(x, TOP - 12 - index * 16, part, {
				anchor: "middle",
				look: who === "ours" ? "oursink" : "panel",
			}),
		)
		.join("");

const find = (
	harm: readonly Harm[],
	scenario: Harm["scenario"],
	who: Contestant,
) => harm.find((one) => one.scenario === scenario && one.who === who);

function cell(
	found: Harm | undefined,
	x: number,
	y: number,
	width: number,
): readonly string[] {
	const said = (text: string, look: string, at = y + ROW / 2 + 4) =>
		words(x, at, text, { anchor: "middle", look });
	if (found === undefined) return [said("not run", "soft")];
	const harms = [
		[found.lost, "lost"],
		[found.doubled, "doubled"],
		[found.givenUp, "given up"],
	] as const;
	const bad = harms.filter(([count]) => count > 0);
	const { waiting = 0 } = found;
	if (bad.length === 0)
		return [
			said(waiting === 0 ? "none" : `${number(waiting)} waiting`, "soft"),
		];
	return [
		box(
			{ x: x - width / 2 + 4, y: y + 4, width: width - 8, height: ROW - 8 },
			"badback",
		),
		...bad.map(([count, what], index) =>
			said(
				`${number(count)} ${what}`,
				"bad",
				y + ROW / 2 + 4 + (index - (bad.length - 1) / 2) * 17,
			),
		),
	];
}
