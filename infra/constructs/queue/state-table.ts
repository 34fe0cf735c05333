import {
	AttributeType,
	BillingMode,
	ProjectionType,
	Table,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { TABLE } from "../../../core/contract.ts";
import type { StatefulProps } from "./stateful-props.ts";

/** Ledger, dead-letter rows and breaker of one sender. */
export class StateTable extends Construct {
	readonly table: Table;

	constructor(
		scope: Construct,
		id: string,
		{ removalPolicy, encryptionKey }: StatefulProps,
	) {
		super(scope, id);
		this.table = new Table(this, "Resource", {
			partitionKey: { name: TABLE.key, type: AttributeType.STRING },
			billingMode: BillingMode.PAY_PER_REQUEST,
			timeToLiveAttribute: TABLE.ttl,
			pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
			removalPolicy,
			encryptionKey,
		});
		this.table.addGlobalSecondaryIndex({
			indexName: TABLE.deadLetterIndex,
			partitionKey: { name: TABLE.deadCause, type: AttributeType.STRING },
			sortKey: { name: TABLE.deadAt, type: AttributeType.NUMBER },
			projectionType: ProjectionType.INCLUDE,
			nonKeyAttributes: ["failure", "producer", "reply", "attempts", "firstAt"],
		});
	}
}
