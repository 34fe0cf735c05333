import { paginateListStackResources } from "@aws-sdk/client-cloudformation";
import {
	type MetricAlarm,
	paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import type { Target } from "./target.ts";

/** Names of the alarms that the deployed stack has, not what this version of the tool knows. */
export async function readExpectedAlarms({
	cloudFormation: client,
	stackName: StackName,
	sender,
}: Target): Promise<readonly string[]> {
	const names: string[] = [];
	for await (const {
		StackResourceSummaries = [],
	} of paginateListStackResources({ client }, { StackName }))
		for (const {
			ResourceType,
			PhysicalResourceId = "",
		} of StackResourceSummaries)
			if (ResourceType === "AWS::CloudWatch::Alarm")
				names.push(PhysicalResourceId);
	return names.filter((name) => name.startsWith(prefixOf(sender.name)));
}

/** The sender's alarms as CloudWatch has them. */
export async function readAlarms({
	cloudwatch: client,
	sender,
}: Target): Promise<readonly MetricAlarm[]> {
	const found: MetricAlarm[] = [];
	for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
		{ client },
		{ AlarmNamePrefix: prefixOf(sender.name), AlarmTypes: ["MetricAlarm"] },
	))
		found.push(...MetricAlarms);
	return found;
}

function prefixOf(sender: string): string {
	return `${sender}: `;
}
