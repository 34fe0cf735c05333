import { AwsError } from "../http.ts";
import { isObject } from "../json.ts";
import type { EventSourceMapping } from "./event-source.ts";

/** UpdateEventSourceMapping. @returns the mapping with the state it is on its way through. */
export function updateMapping(
	mapping: EventSourceMapping,
	input: Readonly<Record<string, unknown>>,
): object {
	const { Enabled, FunctionName, ...settings } = input;
	if (Enabled !== undefined && typeof Enabled !== "boolean")
		throw invalid(`Enabled is ${shown(Enabled)}: allowed are true and false`);
	const { FunctionArn = "" } = mapping.spec;
	if (
		FunctionName !== undefined &&
		FunctionName !== FunctionArn &&
		!FunctionArn.endsWith(`:${FunctionName}`)
	)
		throw invalid(
			`The local endpoint cannot give a mapping to another function, such as ${shown(FunctionName)}: it is of ${FunctionArn}`,
		);
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
	for (const [name, value] of Object.entries(settings)) {
		const setting = Object.hasOwn(CHANGEABLE, name)
			? CHANGEABLE[name]
			: undefined;
		if (setting === undefined)
			throw invalid(
				`The local endpoint cannot change ${name.slice(0, 100)} of a mapping; it can change Enabled, ${Object.keys(CHANGEABLE).join(", ")}`,
			);
		if (!setting.isAllowed(value))
			throw invalid(
				`${name} is ${shown(value)}: allowed is ${setting.allowed}`,
			);
	}
	return settings;
}

interface Setting {
	readonly allowed: string;
	isAllowed(value: unknown): boolean;
}

const CHANGEABLE: Readonly<Record<string, Setting>> = {
	BatchSize: wholeFrom(1, 10_000),
	MaximumBatchingWindowInSeconds: wholeFrom(0, 300),
	FunctionResponseTypes: {
		allowed: '[], or ["ReportBatchItemFailures"]',
		isAllowed: (value) =>
			Array.isArray(value) &&
			value.every((one) => one === "ReportBatchItemFailures"),
	},
	ScalingConfig: {
		allowed: '{}, or {"MaximumConcurrency":2} from 2 to 1000',
		isAllowed: (value) => {
			if (!isObject(value)) return false;
			const { MaximumConcurrency: most = 2, ...others } = value;
			return (
				wholeFrom(2, 1000).isAllowed(most) && Object.keys(others).length === 0
			);
		},
	},
};

function wholeFrom(least: number, most: number): Setting {
	return {
		allowed: `a whole number from ${least} to ${most}`,
		isAllowed: (value) =>
			Number.isInteger(value) &&
			Number(value) >= least &&
			Number(value) <= most,
	};
}

function shown(value: unknown): string {
	return String(JSON.stringify(value)).slice(0, 200);
}

function invalid(message: string): AwsError {
	return new AwsError("InvalidParameterValueException", message);
}

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
