import type { Curve } from "../../results.ts";
import { bytes, number } from "../numbers.ts";
import { linear, logarithmic, type Scale } from "./scale.ts";
import { chart, element, line, WIDTH, words } from "./svg.ts";

const AXES: Readonly<Record<Curve["over"], string>> = {
	connections: "connections",
	backlog: "messages waiting",
	bytes: "size of a message",
	recipients: "recipients of a message",
};
const TOP = 44;
const HEIGHT = 256;

/** Two panels side by side, as many rows as it takes. */
export function curvesChart(curves: readonly Curve[]): string {
	const rows = Math.ceil(curves.length / 2);
	return chart(
		"Messages a second by connections, backlog, size and recipients",
		TOP + rows * HEIGHT,
		[
			...curves.map((curve, index) =>
				panel(
					curve,
					(index % 2) * (WIDTH / 2),
					TOP + Math.floor(index / 2) * HEIGHT,
				),
			),
		],
	);
}

function panel({ over, points }: Curve, left: number, top: number): string {
	const [x0, x1] = [left + 52, left + WIDTH / 2 - 24];
	const [y0, y1] = [top + 186, top + 40];
	const xs = logarithmic(
		points.map(({ x }) => x),
		x0 + 8,
		x1 - 8,
	);
	const most = Math.max(...points.flatMap(({ pool, ours }) => [pool, ours]));
	const ys = linear(most, y0, y1);
	const path = (of: "pool" | "ours") =>
		points.map((point) => [xs.at(point.x), ys.at(point[of])] as const);
	return [
		...legend(x0, top + 22),
		...ys.ticks.flatMap((tick) => [
			line([x0, ys.at(tick)], [x1, ys.at(tick)], "grid"),
			words(x0 - 8, ys.at(tick) + 4, number(tick), {
				anchor: "end",
				look: "soft",
			}),
		]),
		...ticksOf(over, xs, y0),
		...curve(path("pool"), "line", "other"),
		...curve(path("ours"), "line oursline", "ours"),
		words((x0 + x1) / 2, y0 + 38, `${AXES[over]} (logarithmic)`, {
			anchor: "middle",
			look: "soft",
		}),
	].join("\n");
}

const ticksOf = (over: Curve["over"], { at, ticks }: Scale, y: number) =>
	ticks.flatMap((tick) => [
		line([at(tick), y], [at(tick), y + 4], "axis"),
		words(at(tick), y + 18, over === "bytes" ? bytes(tick) : number(tick), {
			anchor: "middle",
			look: "soft",
		}),
	]);

const legend = (x: number, y: number) => [
	line([x, y - 4], [x + 24, y - 4], "line oursline"),
	words(x + 30, y, "sqs-gmail-sender", { look: "oursink" }),
	line([x + 164, y - 4], [x + 188, y - 4], "line"),
	words(x + 194, y, "bare pool"),
];

const curve = (
	path: readonly (readonly [number, number])[],
	look: string,
	dot: string,
) => [
	element("polyline", {
		points: path.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
		class: look,
	}),
	...path.map(([cx, cy]) => element("circle", { cx, cy, r: 3, class: dot })),
];
