import { localUrls } from "../api-gateway/api-url.ts";
import type { Names, StackTemplate } from "../names.ts";
import { type Resource, resolveIntrinsics } from "./intrinsics.ts";

interface Output {
	readonly value: string;
	/** By which others import it. */
	readonly exportName?: string | undefined;
	readonly description?: string | undefined;
}

export type StackRecord = ReturnType<typeof planStackRecord>;

/** What CloudFormation tells of the stack of a template. */
export function planStackRecord(
	template: StackTemplate,
	resources: readonly Resource[],
	names: Names,
	about: {
		readonly stackName: string;
		readonly endpoint: string;
		/** Epoch ms. */
		readonly now: number;
	},
) {
	const outputs = Object.entries(template.Outputs ?? {}).map(
		([key, { Value, Description, Export }]): [string, Output] => {
			const resolved = String(resolveIntrinsics(Value, names));
			const value = localUrls(resolved, about.endpoint);
			const exportName =
				Export && String(resolveIntrinsics(Export.Name, names));
			return [key, { value, exportName, description: Description }];
		},
	);
	return {
		name: about.stackName,
		description: template.Description,
		createdAt: about.now,
		outputs: Object.fromEntries(outputs),
		resources: resources.map(({ id, name, type }) => ({
			LogicalResourceId: id,
			PhysicalResourceId: name,
			ResourceType: type,
		})),
	};
}
