import { AwsError } from "../http.ts";
import type { EventSourceMapping, MappingSpec } from "./event-source.ts";

/** UpdateEventSourceMapping. @returns the mapping with the state it is on its way through. */
export function updateMapping(
	mapping: EventSourceMapping,
	body: string,
): object {
	const {
		Enabled,
		FunctionName: _name,
		...settings
	} = JSON.parse(body) as Record<string, unknown>;
	const changes = changesOf(settings);
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
	mapping.change(changes);
	if (Enabled === true) mapping.enable();
	// AWS answers at once and lets what is at work finish.
	if (Enabled === false) void mapping.disable();
	return describeMapping(mapping);
}

type Change = (value: unknown) => Partial<MappingSpec>;

const CHANGES: Readonly<Record<string, Change>> = {
	BatchSize: (value) => ({ batchSize: Number(value) }),
	MaximumBatchingWindowInSeconds: (value) => ({ windowSeconds: Number(value) }),
	FunctionResponseTypes: (value) => ({
		reportsItemFailures: (value as readonly string[]).includes(
			"ReportBatchItemFailures",
		),
	}),
	ScalingConfig: (value) => ({
		maxConcurrency: (value as { readonly MaximumConcurrency: number })
			.MaximumConcurrency,
	}),
};

function changesOf(
	settings: Readonly<Record<string, unknown>>,
): Partial<MappingSpec> {
	const changes = Object.entries(settings).map(([name, value]) => {
		const change = CHANGES[name];
		if (change === undefined)
			throw new AwsError(
				"InvalidParameterValueException",
				`The local endpoint cannot change ${name} of a mapping; it can change Enabled, ${Object.keys(CHANGES).join(", ")}`,
			);
		return change(value);
	});
	return Object.assign({}, ...changes);
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
