import { ACCOUNT, AwsError, type QueryAction, xml } from "../http.ts";

export interface StackRecord {
	readonly name: string;
	readonly description: string | undefined;
	readonly createdAt: number;
	readonly outputs: Readonly<
		Record<string, { readonly value: string; readonly description?: string }>
	>;
	readonly resources: readonly {
		readonly logicalId: string;
		readonly physicalId: string;
		readonly type: string;
	}[];
}

export const CLOUDFORMATION_NAMESPACE =
	"http://cloudformation.amazonaws.com/doc/2010-05-15/";

/** CloudFormation as far as tools look names up by it. */
export function createCloudFormationActions(
	stacks: readonly StackRecord[],
	region: string,
): Readonly<Record<string, QueryAction>> {
	const find = (name: string | null): readonly StackRecord[] => {
		if (name === null) return stacks;
		const found = stacks.filter(
			(stack) => stack.name === name || stackId(stack, region) === name,
		);
		if (found.length === 0)
			throw new AwsError(
				"ValidationError",
				`Stack with id ${name} does not exist`,
			);
		return found;
	};
	return {
		DescribeStacks: (input) =>
			`<Stacks>${find(input.get("StackName"))
				.map((stack) => describe(stack, region))
				.join("")}</Stacks>`,
		DescribeStackResources: (input) => {
			const [stack] = find(input.get("StackName"));
			const name = `<StackName>${xml(stack?.name ?? "")}</StackName>`;
			const members = resourcesOf(stack).map(
				(fields) =>
					`<member>${name}${fields}<Timestamp>${timeOf(stack)}</Timestamp></member>`,
			);
			return `<StackResources>${members.join("")}</StackResources>`;
		},
		ListStackResources: (input) => {
			const [stack] = find(input.get("StackName"));
			const members = resourcesOf(stack).map(
				(fields) =>
					`<member>${fields}<LastUpdatedTimestamp>${timeOf(stack)}</LastUpdatedTimestamp></member>`,
			);
			return `<StackResourceSummaries>${members.join("")}</StackResourceSummaries>`;
		},
	};
}

function resourcesOf(stack: StackRecord | undefined): readonly string[] {
	return (stack?.resources ?? []).map(
		({ logicalId, physicalId, type }) =>
			`<LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${xml(physicalId)}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>`,
	);
}

function timeOf(stack: StackRecord | undefined): string {
	return new Date(stack?.createdAt ?? 0).toISOString();
}

function describe(stack: StackRecord, region: string): string {
	const outputs = Object.entries(stack.outputs).map(
		([key, { value, description }]) =>
			`<member><OutputKey>${key}</OutputKey><OutputValue>${xml(value)}</OutputValue>${description === undefined ? "" : `<Description>${xml(description)}</Description>`}</member>`,
	);
	return `<member><StackId>${stackId(stack, region)}</StackId><StackName>${xml(stack.name)}</StackName><CreationTime>${new Date(stack.createdAt).toISOString()}</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><DisableRollback>false</DisableRollback><Outputs>${outputs.join("")}</Outputs><Tags/></member>`;
}

function stackId({ name }: StackRecord, region: string): string {
	return `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/local`;
}
