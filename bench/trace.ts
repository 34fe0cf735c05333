/**
 * Draws one batch of the sender: a bar for each step, and for each mail on its connection.
 * `node bench/trace.ts [--connections 3]` writes bench/charts/trace.svg.
 */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bodyOf, startSender } from "./parts/sender.ts";
import { recordSpans, type Span } from "./parts/spans.ts";
import { traceChart } from "./report/charts/trace.ts";

/** The first ones compile the code. */
const BATCHES = 60;
const DOT_MS = 150;

const { values } = parseArgs({ options: { connections: { type: "string" } } });
const connections = Number(values.connections ?? 3);

const sender = await startSender({ connections, dotMs: DOT_MS });
try {
	const { gmail, fn, mapping } = sender;
	mapping.change({ ScalingConfig: { MaximumConcurrency: 1 } });
	const { BatchSize } = mapping.spec;
	const messages = BATCHES * BatchSize;
	await sender.fill(
		Array.from({ length: messages }, (_, index) => bodyOf(`trace-${index}`)),
	);
	const spans = recordSpans(sender);
	mapping.enable();
	while (gmail.log.accepted.length < messages || fn.busy)
		await new Promise((resolve) => setTimeout(resolve, 10));
	await mapping.disable();
	const batch = medianOf(
		spans.filter(({ what }) => what === "batch").slice(BATCHES / 2),
	);
	const chart = traceChart(batch, spans, connections);
	await writeFile(join(import.meta.dirname, "charts", "trace.svg"), chart);
	console.log(
		`A batch of ${BatchSize} over ${connections} connections takes ${(batch.to - batch.from).toFixed(0)} ms; bench/charts/trace.svg shows it.`,
	);
} finally {
	await sender.stop();
}

function medianOf(batches: readonly Span[]): Span {
	const sorted = batches.toSorted((a, b) => a.to - a.from - (b.to - b.from));
	const median = sorted[Math.floor(sorted.length / 2)];
	if (median === undefined) throw new Error("No batch was seen");
	return median;
}
