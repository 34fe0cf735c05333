import { type EventPattern, Match } from "aws-cdk-lib/aws-events";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";

/** EventBridge's pattern for a new version of this secret, and of no other. */
export function secretChanged(secret: ISecret): EventPattern {
	const { secretFullArn } = secret;
	return {
		source: ["aws.secretsmanager"],
		detailType: ["Secret Label Updated"],
		...(secretFullArn === undefined
			? {
					// Imported without its random suffix: longer names begin alike, so the name has to be the same, too.
					resources: Match.prefix(`${secret.secretArn}-`),
					detail: { name: [secret.secretName] },
				}
			: { resources: [secretFullArn] }),
	};
}
