import type { Metrics } from "./deps.ts";
import { createLog, errorText } from "./log.ts";
import { createMetrics } from "./metrics.ts";

/** Log and metrics of one function, and what ties them to an invocation: `middleware` is for middy. */
export function createObserver(options: {
	readonly sender: string;
	readonly now: () => number;
	readonly write: (line: string) => void;
}) {
	let requestId = "";
	const log = createLog({ ...options, requestId: () => requestId });
	const buffer = createMetrics(options);
	const metrics: Metrics = buffer.metrics;
	return {
		log,
		metrics,
		/** Tells of an AWS call that failed. */
		report: (error: unknown) =>
			log("warn", { event: "aws-call-failed", error: errorText(error) }),
		middleware: {
			before({
				context,
			}: {
				readonly context: { readonly awsRequestId: string };
			}): void {
				requestId = context.awsRequestId;
			},
			after: (): void => buffer.flush(),
			onError({ error }: { readonly error: unknown }): void {
				log("error", { event: "invocation-crashed", error: errorText(error) });
				buffer.flush();
			},
		},
	};
}
