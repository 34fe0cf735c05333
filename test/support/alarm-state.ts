import {
	CloudWatchClient,
	DescribeAlarmsCommand,
} from "@aws-sdk/client-cloudwatch";
import { alarmName } from "./alarm-names.ts";
import type { Harness } from "./harness.ts";

/** State of an alarm by its id in the alarm table. */
export async function alarmState(stack: Harness, id: string): Promise<string> {
	const client = new CloudWatchClient(clientOf(stack));
	try {
		const { MetricAlarms = [] } = await client.send(
			new DescribeAlarmsCommand({
				AlarmNames: [alarmName(stack.sender.name, id)],
			}),
		);
		return MetricAlarms[0]?.StateValue ?? `no alarm ${id}`;
	} finally {
		client.destroy();
	}
}

function clientOf(stack: Harness) {
	return {
		...stack.local.aws.client,
	};
}
