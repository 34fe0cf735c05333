import { expect, test } from "vitest";
import { createMetrics } from "../../../functions/shared/metrics.ts";

function linesOf(
	count: (metrics: ReturnType<typeof createMetrics>["metrics"]) => void,
) {
	const lines: string[] = [];
	const buffer = createMetrics({
		sender: "mail",
		now: () => 0,
		write: (line) => lines.push(line),
	});
	count(buffer.metrics);
	buffer.flush();
	buffer.flush();
	return lines.map((line) => {
		const { _aws, ...rest } = JSON.parse(line);
		const [{ Dimensions, Metrics }] = _aws.CloudWatchMetrics;
		return {
			dimensions: Dimensions.flat(),
			metrics: Metrics.map(({ Name }: { readonly Name: string }) => Name),
			...rest,
		};
	});
}

test("what is counted by producer is counted by each apart, and for all together", () => {
	const lines = linesOf((metrics) => {
		metrics.add("deadLettered", 1, "billing");
		metrics.add("deadLettered", 1, "others");
		metrics.add("sent", 2);
	});
	expect(lines).toEqual([
		{
			dimensions: ["Sender"],
			metrics: ["DeadLettered", "Sent"],
			Sender: "mail",
			DeadLettered: 2,
			Sent: 2,
		},
		...["billing", "others"].map((Producer) => ({
			dimensions: ["Sender", "Producer"],
			metrics: ["DeadLettered"],
			Sender: "mail",
			Producer,
			DeadLettered: 1,
		})),
	]);
});
