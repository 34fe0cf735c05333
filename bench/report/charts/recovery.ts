import type { Recovery } from "../../results.ts";
import { number } from "../numbers.ts";
import { linear } from "./scale.ts";
import { box, chart, line, WIDTH, words } from "./svg.ts";

const LEFT = 190;
const RIGHT = WIDTH - 110;
const TOP = 52;
const ROW = 34;

/** Since the outage's end: sending alone, and from the first to the last mail. */
export function recoveryChart(recovery: Recovery): string {
	const { waiting, first, last, arithmetic } = recovery;
	const { at, ticks } = linear(Math.max(last, arithmetic), LEFT, RIGHT);
	const bottom = TOP + 2 * ROW;
	const bar = (from: number, to: number, row: number, look: string) =>
		box(
			{
				x: at(from),
				y: TOP + row * ROW + 8,
				width: Math.max(at(to) - at(from), 1),
				height: ROW - 16,
			},
			look,
		);
	const said = (x: number, row: number, text: string, look?: string) =>
		words(x, TOP + row * ROW + ROW / 2 + 4, text, { look });
	return chart(
		`How ${number(waiting)} waiting mails go out after an outage`,
		bottom + 46,
		[
			...ticks.flatMap((tick) => [
				line([at(tick), TOP], [at(tick), bottom], "grid"),
				words(at(tick), bottom + 16, number(tick), {
					anchor: "middle",
					look: "soft",
				}),
			]),
			said(16, 0, "arithmetic"),
			bar(0, arithmetic, 0, "other"),
			said(at(arithmetic) + 8, 0, `${number(arithmetic)} s`),
			said(16, 1, "first to last mail", "oursink"),
			bar(first, last, 1, "ours"),
			said(at(last) + 8, 1, `${number(first)}–${number(last)} s`, "strong"),
			words((LEFT + RIGHT) / 2, bottom + 34, "seconds since the outage ended", {
				anchor: "middle",
				look: "soft",
			}),
		],
	);
}
