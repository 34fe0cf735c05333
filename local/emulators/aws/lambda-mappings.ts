import type { EventSourceMapping } from "../../event-source.ts";
import { AwsError } from "./http.ts";

/** UpdateEventSourceMapping. @returns the mapping with the state it is on its way through. */
export function updateMapping(
	mapping: EventSourceMapping,
	body: string,
): object {
	const {
		Enabled,
		FunctionName: _name,
		...others
	} = JSON.parse(body) as Record<string, unknown>;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined)
		throw new AwsError(
			"InvalidParameterValueException",
			`The local endpoint changes only Enabled of a mapping, not ${unknown}: change the app and start again`,
		);
	if (mapping.refuseUpdates)
		throw new AwsError(
			"AccessDeniedException",
			`User: local is not authorized to perform: lambda:UpdateEventSourceMapping on resource: ${mapping.spec.id}`,
			403,
		);
	if (mapping.state === "Enabling" || mapping.state === "Disabling")
		throw new AwsError(
			"ResourceInUseException",
			`Cannot update the event source mapping ${mapping.spec.id} because it is in use: its state is ${mapping.state}`,
		);
	if (Enabled === true) mapping.enable();
	// AWS answers at once and lets what is at work finish.
	if (Enabled === false) void mapping.disable();
	return describeMapping(mapping);
}

export function describeMapping({ spec, state }: EventSourceMapping): object {
	return {
		UUID: spec.id,
		BatchSize: spec.batchSize,
		MaximumBatchingWindowInSeconds: spec.windowSeconds,
		EventSourceArn: spec.queueArn,
		FunctionArn: spec.functionArn,
		State: state,
		StateTransitionReason: "USER_INITIATED",
		FunctionResponseTypes: spec.reportsItemFailures
			? ["ReportBatchItemFailures"]
			: [],
		ScalingConfig: { MaximumConcurrency: spec.maxConcurrency },
	};
}
