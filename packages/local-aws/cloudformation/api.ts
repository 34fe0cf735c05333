import { ACCOUNT, type Actions, AwsError } from "../http.ts";

export interface StackRecord {
	readonly name: string;
	readonly description: string | undefined;
	/** Epoch ms. */
	readonly createdAt: number;
	readonly outputs: Readonly<
		Record<
			string,
			{ readonly value: string; readonly description?: string | undefined }
		>
	>;
	readonly resources: readonly {
		readonly logicalId: string;
		readonly physicalId: string;
		readonly type: string;
	}[];
}

/** CloudFormation as far as tools look names up by it. */
export function createCloudFormationActions(
	stacks: readonly StackRecord[],
	region: string,
): Actions {
	const idOf = ({ name }: StackRecord) =>
		`arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/local`;
	const find = (asked: unknown): readonly StackRecord[] => {
		const found = stacks.filter(
			(stack) =>
				asked === undefined || stack.name === asked || idOf(stack) === asked,
		);
		if (found.length === 0 && asked !== undefined)
			throw new AwsError(
				"ValidationError",
				`Stack with id ${asked} does not exist`,
			);
		return found;
	};
	return {
		DescribeStacks: ({ StackName }) => ({
			Stacks: find(StackName).map((stack) => ({
				StackId: idOf(stack),
				StackName: stack.name,
				Description: stack.description,
				CreationTime: stack.createdAt / 1000,
				StackStatus: "CREATE_COMPLETE",
				DisableRollback: false,
				Outputs: Object.entries(stack.outputs).map(
					([OutputKey, { value, description }]) => ({
						OutputKey,
						OutputValue: value,
						Description: description,
					}),
				),
				Tags: [],
			})),
		}),
		ListStackResources: ({ StackName }) => ({
			StackResourceSummaries: find(StackName).flatMap((stack) =>
				stack.resources.map(({ logicalId, physicalId, type }) => ({
					LogicalResourceId: logicalId,
					PhysicalResourceId: physicalId,
					ResourceType: type,
					ResourceStatus: "CREATE_COMPLETE",
					LastUpdatedTimestamp: stack.createdAt / 1000,
				})),
			),
		}),
	};
}
