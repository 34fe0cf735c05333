import type {
	CreateTableCommandInput,
	TimeToLiveSpecification,
} from "@aws-sdk/client-dynamodb";
import type { ResourcesOf } from "../cloudformation/intrinsics.ts";

export interface TableSpec {
	readonly input: CreateTableCommandInput;
	readonly timeToLive: TimeToLiveSpecification | undefined;
}

const FIELDS = [
	"AttributeDefinitions",
	"KeySchema",
	"BillingMode",
	"GlobalSecondaryIndexes",
	"LocalSecondaryIndexes",
	"ProvisionedThroughput",
];

/** The tables of a template. */
export function planTables(of: ResourcesOf): readonly TableSpec[] {
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
