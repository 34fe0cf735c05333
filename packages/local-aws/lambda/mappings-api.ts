import { AwsError } from "../http.ts";
import type { EventSourceMapping } from "./event-source.ts";

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
			`User: local is not authorized to perform: lambda:UpdateEventSourceMapping on resource: ${mapping.spec.UUID}`,
			403,
		);
	if (mapping.state === "Enabling" || mapping.state === "Disabling")
		throw new AwsError(
			"ResourceInUseException",
			`Cannot update the event source mapping ${mapping.spec.UUID} because it is in use: its state is ${mapping.state}`,
		);
	mapping.change(changes);
	if (Enabled === true) mapping.enable();
	// AWS answers at once and lets what is at work finish.
	if (Enabled === false) void mapping.disable();
	return describeMapping(mapping);
}

/** Refuses what cannot be changed here. */
function changesOf(settings: Readonly<Record<string, unknown>>): object {
	const odd = Object.keys(settings).find((name) => !CHANGEABLE.includes(name));
	if (odd === undefined) return settings;
	throw new AwsError(
		"InvalidParameterValueException",
		`The local endpoint cannot change ${odd} of a mapping; it can change Enabled, ${CHANGEABLE.join(", ")}`,
	);
}

const CHANGEABLE = [
	"BatchSize",
	"MaximumBatchingWindowInSeconds",
	"FunctionResponseTypes",
	"ScalingConfig",
];

export function describeMapping({
	spec,
	state,
	isCutOff,
}: EventSourceMapping): object {
	return {
		...spec,
		State: state,
		StateTransitionReason: "USER_INITIATED",
		...(isCutOff && {
			LastProcessingResult:
				"PROBLEM: Lambda failed to receive messages from the queue: its role or a policy does not allow sqs:ReceiveMessage",
		}),
	};
}
