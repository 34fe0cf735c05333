import { isObject, jsonOf } from "../json.ts";
import type { Keys } from "../kms/keys.ts";

const CLOUDWATCH = "cloudwatch.amazonaws.com";

/**
 * Why CloudWatch may not publish to a topic with these attributes, in the words of an alarm's history.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function whyNotPublished(
	attributes: Readonly<Record<string, string>>,
	keys: Keys,
): string | undefined {
	const { Policy, KmsMasterKeyId = "" } = attributes;
	if (Policy !== undefined && !admits(Policy))
		return "CloudWatch Alarms is not authorized to perform: SNS:Publish on the topic";
	if (KmsMasterKeyId === "" || admits(keys.policyOf(KmsMasterKeyId) ?? "{}"))
		return undefined;
	return "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.";
}

/** Whether a policy names CloudWatch, or everybody; what it may do is not looked at. */
function admits(policy: string): boolean {
	const parsed = jsonOf(policy);
	const statements = isObject(parsed) ? [parsed.Statement].flat() : [];
	return statements.some((statement) => {
		if (!isObject(statement) || statement.Effect !== "Allow") return false;
		const { Principal } = statement;
		if (!isObject(Principal)) return Principal === "*";
		const { Service, AWS } = Principal;
		return [Service].flat().includes(CLOUDWATCH) || AWS === "*";
	});
}
