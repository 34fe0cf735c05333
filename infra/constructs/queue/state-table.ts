import type { RemovalPolicy } from "aws-cdk-lib";
import {
	AttributeType,
	BillingMode,
	ProjectionType,
	Table,
	TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { TABLE } from "../../../core/contract.ts";

/** Ledger, dead-letter rows and breaker of one sender. */
export class StateTable extends Construct {
	readonly table: Table;

	constructor(
		scope: Construct,
		id: string,
		props: {
			readonly removalPolicy: RemovalPolicy;
			readonly encryptionKey: IKey | undefined;
		},
	) {
		super(scope, id);
		const { removalPolicy, encryptionKey } = props;
		this.table = new Table(this, "Resource", {
			partitionKey: { name: TABLE.key, type: AttributeType.STRING },
			billingMode: BillingMode.PAY_PER_REQUEST,
			timeToLiveAttribute: TABLE.ttl,
			pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
			removalPolicy,
			...(encryptionKey === undefined
				? {}
				: { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
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
