import type { Curve, Results } from "../../results.ts";
import { paragraphs, picture, table } from "../markdown.ts";
import { bytes, number } from "../numbers.ts";

export const curves = ({ curves }: Results): string =>
	paragraphs(
		picture(
			"Messages a second over connections, backlog, size and recipients",
			"curves",
		),
		...curves.map(oneCurve),
	);

const oneCurve = ({ over, points }: Curve): string =>
	table(
		[over, ...points.map(({ x }) => (over === "bytes" ? bytes(x) : number(x)))],
		[
			[
				"sqs-gmail-sender, messages/s",
				...points.map(({ ours }) => number(ours)),
			],
			["bare pool, messages/s", ...points.map(({ pool }) => number(pool))],
		],
	);
