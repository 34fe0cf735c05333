import { localUrls } from "../api-gateway/api-url.ts";
import type { Names, StackTemplate } from "../names.ts";
import type { StackRecord } from "./api.ts";
import { type Resource, resolveIntrinsics } from "./intrinsics.ts";

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
): StackRecord {
	const outputs = Object.entries(template.Outputs ?? {}).map(
		([key, { Value, Description }]) => {
			const resolved = String(resolveIntrinsics(Value, names));
			const value = localUrls(resolved, about.endpoint);
			return [key, { value, description: Description }] as const;
		},
	);
	return {
		name: about.stackName,
		description: template.Description,
		createdAt: about.now,
		outputs: Object.fromEntries(outputs),
		resources: resources.map(({ id, name, type }) => ({
			logicalId: id,
			physicalId: name,
			type,
		})),
	};
}
