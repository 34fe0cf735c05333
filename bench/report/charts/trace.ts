import type { Span } from "../../parts/spans.ts";
import { number } from "../numbers.ts";
import { linear } from "./scale.ts";
import { box, chart, line, WIDTH, words } from "./svg.ts";

const LEFT = 120;
const RIGHT = WIDTH - 20;
const TOP = 44;
const ROW = 20;
/** Before and after the batch, in ms: what the poller does. */
const AROUND_MS = 15;

const ROWS = [
	"batch",
	"read breaker",
	"read quota",
	"reserve",
	"claim",
	"mail",
	"record",
	"events",
	"delete",
	"receive",
] as const;

/** One batch from outside: a row for each step, and for each mail's connection. */
export function traceChart(
	batch: Span,
	spans: readonly Span[],
	connections: number,
): string {
	const ms = batch.to - batch.from;
	const scale = linear(ms + 2 * AROUND_MS, LEFT, RIGHT);
	const at = (time: number) => scale.at(time - batch.from + AROUND_MS);
	const shown = spans.filter(
		({ from, to }) =>
			to > batch.from - AROUND_MS && from < batch.to + AROUND_MS,
	);
	const rows = ROWS.flatMap((what) =>
		rowsOf(
			what,
			shown
				.filter((span) => span.what === what)
				.toSorted((a, b) => a.from - b.from),
			what === "mail" ? connections : 1,
		),
	);
	const bottom = TOP + rows.length * ROW;
	return chart(
		`One batch of ${number(ms)} ms over ${connections} connections`,
		bottom + 40,
		[
			...scale.ticks.flatMap((tick) => {
				const x = scale.at(tick + AROUND_MS);
				if (x > RIGHT) return [];
				return [
					line([x, TOP], [x, bottom], "grid"),
					words(x, bottom + 16, number(tick), {
						anchor: "middle",
						look: "soft",
					}),
				];
			}),
			...rows.flatMap(({ name, spans }, row) => [
				words(16, TOP + row * ROW + 14, name),
				...spans.map(({ from, to }) => {
					const x = Math.max(LEFT, at(from));
					const width = Math.max(1.5, Math.min(RIGHT, at(to)) - x);
					const bar = { x, y: TOP + row * ROW + 4, width, height: ROW - 8 };
					return box(bar, name.startsWith("mail") ? "ours" : "other");
				}),
			]),
			words(
				(LEFT + RIGHT) / 2,
				bottom + 32,
				"ms since the batch was handed over",
				{
					anchor: "middle",
					look: "soft",
				},
			),
		],
	);
}

/** Mails go to the connection that has been free for longest, as far as is seen from outside. */
function rowsOf(what: string, spans: readonly Span[], lanes: number) {
	const rows = Array.from({ length: lanes }, (_none, index) => ({
		name: lanes === 1 ? what : `${what}, slot ${index + 1}`,
		spans: [] as Span[],
	}));
	for (const span of spans) {
		const [free] = rows.toSorted(
			(a, b) => (a.spans.at(-1)?.to ?? 0) - (b.spans.at(-1)?.to ?? 0),
		);
		free?.spans.push(span);
	}
	return rows;
}
