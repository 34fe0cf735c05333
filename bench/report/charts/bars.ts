import { number } from "../numbers.ts";
import { linear } from "./scale.ts";
import { box, line, WIDTH, words } from "./svg.ts";

export interface Bar {
	readonly label: string;
	readonly value: number;
	/** Least and most. */
	readonly spread?: readonly [number, number];
	/** The figure, as it is to be read. */
	readonly text: string;
	readonly isOurs: boolean;
}

export interface BarPanel {
	readonly title: string;
	readonly bars: readonly Bar[];
	readonly unit: string;
	/** The end of the axis is not below it. */
	readonly most: number;
	/** A line across the bars. */
	readonly mark?: { readonly value: number; readonly label: string };
	/** Words below the bars, for what has no bar. */
	readonly notes?: readonly string[];
}

const ROW = 26;
const LABEL = 256;
const LEFT = LABEL + 16;
/** Beside it is a column for the figures. */
const RIGHT = WIDTH - 140;
const HEAD = 30;
const AXIS = 40;

export const heightOf = ({ bars, notes = [] }: BarPanel): number =>
	HEAD + bars.length * ROW + notes.length * 18 + AXIS + 10;

/** Horizontal bars from zero, with their spread, on an axis with a unit. */
export function barPanel(panel: BarPanel, top: number): string {
	const { bars, mark, notes = [] } = panel;
	const scale = linear(panel.most, LEFT, RIGHT);
	const first = top + HEAD;
	const bottom = first + bars.length * ROW;
	return [
		words(16, top + 14, panel.title, { look: "panel" }),
		...scale.ticks.flatMap((tick) => [
			line([scale.at(tick), first], [scale.at(tick), bottom], "grid"),
			words(scale.at(tick), bottom + 16, number(tick), {
				anchor: "middle",
				look: "soft",
			}),
		]),
		...bars.flatMap((bar, index) => row(bar, first + index * ROW, scale.at)),
		line([LEFT, first], [LEFT, bottom], "axis"),
		...(mark === undefined
			? []
			: [
					line(
						[scale.at(mark.value), first - 6],
						[scale.at(mark.value), bottom],
						"mark",
					),
					words(scale.at(mark.value), first - 10, mark.label, {
						anchor: "middle",
						look: "soft",
					}),
				]),
		words((LEFT + RIGHT) / 2, bottom + 32, panel.unit, {
			anchor: "middle",
			look: "soft",
		}),
		...notes.map((note, index) =>
			words(16, bottom + AXIS + 10 + index * 18, note, { look: "soft" }),
		),
	].join("\n");
}

function row(
	{ label, value, spread, text, isOurs }: Bar,
	y: number,
	at: (value: number) => number,
): readonly string[] {
	const middle = y + ROW / 2;
	const [least, most] = spread ?? [value, value];
	return [
		words(LABEL + 8, middle + 4, label, {
			anchor: "end",
			look: isOurs ? "oursink" : undefined,
		}),
		box(
			{
				x: LEFT,
				y: y + 5,
				width: Math.max(at(value) - LEFT, 1),
				height: ROW - 10,
			},
			isOurs ? "ours" : "other",
		),
		...(least === most
			? []
			: [
					line([at(least), middle], [at(most), middle], "whisker"),
					line([at(least), middle - 4], [at(least), middle + 4], "whisker"),
					line([at(most), middle - 4], [at(most), middle + 4], "whisker"),
				]),
		words(WIDTH - 16, middle + 4, text, {
			anchor: "end",
			look: isOurs ? "strong" : undefined,
		}),
	];
}
