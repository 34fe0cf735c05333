import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { createPeer } from "../peer-parts.ts";

/** What a careful team builds of Powertools and a pool. */
export class PowertoolsStack extends Stack {
	constructor(
		scope: Construct,
		id: string,
		{ connections }: { readonly connections: number },
	) {
		super(scope, id);
		const table = new Table(this, "Idempotency", {
			partitionKey: { name: "id", type: AttributeType.STRING },
			timeToLiveAttribute: "expiration",
			billingMode: BillingMode.PAY_PER_REQUEST,
			removalPolicy: RemovalPolicy.DESTROY,
		});
		const { queue, fn } = createPeer(this, {
			name: "powertools",
			timeoutSeconds: 60,
			maxReceiveCount: 5,
			environment: {
				TABLE_NAME: table.tableName,
				CONNECTIONS: String(connections),
			},
		});
		table.grantReadWriteData(fn);
		fn.addEventSource(
			new SqsEventSource(queue, {
				// No connection waits for the last of a batch.
				batchSize: Math.max(1, Math.floor(10 / connections) * connections),
				maxConcurrency: 2,
				reportBatchItemFailures: true,
			}),
		);
	}
}
