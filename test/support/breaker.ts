import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ALARMS } from "../../infra/constructs/alarms.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws-services.ts";
import type { LocalFunction } from "../../local/lambda/local-function.ts";
import type { Harness } from "./harness.ts";

type Json = Record<string, unknown>;

/** Asks the breaker function's door, as `aws lambda invoke` does. */
export async function door(stack: Harness, request: Json): Promise<Json> {
	const client = new LambdaClient(clientOf(stack));
	try {
		const { Payload } = await client.send(
			new InvokeCommand({
				FunctionName: stack.sender.breakerFunctionName,
				Payload: JSON.stringify(request),
			}),
		);
		return JSON.parse(Buffer.from(Payload ?? []).toString());
	} finally {
		client.destroy();
	}
}

export function breakerFunction(stack: Harness): LocalFunction {
	const found = stack.local.functions.find(
		({ spec }) => spec.name === stack.sender.breakerFunctionName,
	);
	if (found === undefined) throw new Error("no breaker function");
	return found;
}

/** State of an alarm by its id in the alarm table. */
export async function alarmState(stack: Harness, id: string): Promise<string> {
	const title = ALARMS.find((row) => row.id === id)?.title;
	const client = new CloudWatchClient(clientOf(stack));
	try {
		const { MetricAlarms = [] } = await client.send(
			new DescribeAlarmsCommand({
				AlarmNames: [`${stack.sender.name}: ${title}`],
			}),
		);
		return MetricAlarms[0]?.StateValue ?? `no alarm ${id}`;
	} finally {
		client.destroy();
	}
}

function clientOf(stack: Harness) {
	return {
		endpoint: stack.local.aws.url,
		region: "us-east-1",
		credentials: LOCAL_CREDENTIALS,
	};
}
