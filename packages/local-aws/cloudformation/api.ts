import { type Actions, AwsError } from "../http.ts";
import { stackId } from "../names.ts";
import type { StackRecord } from "./plan.ts";

/** CloudFormation as far as tools look names up by it. */
export function createCloudFormationActions(
	stacks: readonly StackRecord[],
	region: string,
): Actions {
	const idOf = ({ name }: StackRecord) => stackId(name, region);
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
				stack.resources.map((resource) => ({
					...resource,
					ResourceStatus: "CREATE_COMPLETE",
					LastUpdatedTimestamp: stack.createdAt / 1000,
				})),
			),
		}),
	};
}
