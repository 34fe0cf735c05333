import type {
	CreateTableCommandInput,
	TimeToLiveSpecification,
} from "@aws-sdk/client-dynamodb";
import type { ResourcesOf } from "../cloudformation/intrinsics.ts";

const FIELDS = [
	"AttributeDefinitions",
	"KeySchema",
	"BillingMode",
	"GlobalSecondaryIndexes",
	"LocalSecondaryIndexes",
	"ProvisionedThroughput",
];

/** The tables of a template. */
export function planTables(of: ResourcesOf) {
	return of("AWS::DynamoDB::Table").map(({ name, properties }) => {
		const known = Object.fromEntries(
			Object.entries(properties).filter(([key]) => FIELDS.includes(key)),
		) as Omit<CreateTableCommandInput, "TableName">;
		return {
			input: { TableName: name, ...known },
			timeToLive: properties.TimeToLiveSpecification as
				| TimeToLiveSpecification
				| undefined,
		};
	});
}
