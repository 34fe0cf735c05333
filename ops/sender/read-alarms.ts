import { paginateListStackResources } from "@aws-sdk/client-cloudformation";
import {
	DescribeAlarmsCommand,
	type MetricAlarm,
	paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import type { Target } from "./target.ts";

/** Names of the alarms in the deployed stack, which can differ from those that this version of the tool knows. */
export async function readExpectedAlarms(
	target: Target,
): Promise<readonly string[]> {
	const deployed = await readDeployedAlarms(target);
	return deployed.map(({ name }) => name);
}

/** The sender's alarm with this id. */
export async function readAlarm(
	target: Target,
	id: string,
): Promise<MetricAlarm | undefined> {
	const [found] = await readAlarmNames(target, [id]);
	if (found === undefined) return undefined;
	const { MetricAlarms = [] } = await target.cloudwatch.send(
		new DescribeAlarmsCommand({ AlarmNames: [found.name] }),
	);
	return MetricAlarms[0];
}

/** Those of the ids that the deployed stack has, with their alarms' names. A logical id ends with the id and a hash. */
export async function readAlarmNames(
	target: Target,
	ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
	const deployed = await readDeployedAlarms(target);
	return ids.flatMap((id) => {
		// Of an id that was typed nothing may be read as a pattern.
		const letters = id.replace(/[^A-Za-z0-9]/g, "");
		const ending = new RegExp(`Alarms${letters}[0-9A-F]{8}$`);
		return deployed
			.filter(({ logicalId }) => letters !== "" && ending.test(logicalId))
			.map(({ name }) => ({ id, name }));
	});
}

async function readDeployedAlarms({
	cloudFormation: client,
	stackName: StackName,
	sender,
}: Target): Promise<
	readonly { readonly logicalId: string; readonly name: string }[]
> {
	const alarms: { logicalId: string; name: string }[] = [];
	for await (const {
		StackResourceSummaries = [],
	} of paginateListStackResources({ client }, { StackName }))
		for (const {
			ResourceType,
			LogicalResourceId: logicalId = "",
			PhysicalResourceId: name = "",
		} of StackResourceSummaries)
			if (ResourceType === "AWS::CloudWatch::Alarm")
				alarms.push({ logicalId, name });
	return alarms.filter(({ name }) => name.startsWith(prefixOf(sender.name)));
}

/** The sender's alarms, as CloudWatch reports them. */
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
