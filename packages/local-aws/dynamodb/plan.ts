import type {
	CreateTableCommandInput,
	TimeToLiveSpecification,
} from "@aws-sdk/client-dynamodb";
import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";

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
export function planTables(
	of: ResourcesOf,
	names: Names,
): readonly TableSpec[] {
	return of("AWS::DynamoDB::Table").map(({ id, properties }) => {
		const known = Object.fromEntries(
			Object.entries(properties).filter(([key]) => FIELDS.includes(key)),
		) as Omit<CreateTableCommandInput, "TableName">;
		return {
			input: { TableName: names.physical(id), ...known },
			timeToLive: properties.TimeToLiveSpecification as
				| TimeToLiveSpecification
				| undefined,
		};
	});
}
