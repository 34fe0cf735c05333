import { Stack } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { createPeer } from "../peer-parts.ts";

/** What a tutorial deploys. */
export class NaiveStack extends Stack {
	constructor(scope: Construct, id: string) {
		super(scope, id);
		const { queue, fn } = createPeer(this, {
			name: "naive",
			timeoutSeconds: 30,
			maxReceiveCount: 3,
		});
		fn.addEventSource(
			new SqsEventSource(queue, { batchSize: 10, maxConcurrency: 2 }),
		);
	}
}
